//! What is going on, how far it is, and how long it took last time.

use std::fs;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use console::strip_ansi_codes;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::children::Running;
use crate::problem::{Outcome, problem, say};
use crate::project::Project;

/// The bars of everything under way, on a terminal.
static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// How often a line says how far it is, where there is no terminal to draw a bar on.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What took less is not worth a line.
const SHORT: Duration = Duration::from_secs(2);

/// Does something that takes a while, and says so.
pub fn step<T>(project: &Project, what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    say_line(&format!("{what} …{}", last_time(project, what)));
    let began = Instant::now();
    let done = work()?;
    note(project, what, began.elapsed());
    Ok(done)
}

/// ` (took 1:58 last time)`, where that is known.
pub fn last_time(project: &Project, what: &str) -> String {
    let noted = fs::read_to_string(note_of(project, what)).ok();
    let seconds = noted.and_then(|noted| noted.trim().parse().ok());
    seconds.map_or_else(String::new, |seconds| {
        format!(" (took {} last time)", clock(Duration::from_secs(seconds)))
    })
}

/// Notes how long it took, for the next time.
pub fn note(project: &Project, what: &str, took: Duration) {
    if took >= SHORT {
        let file = note_of(project, what);
        let _ = file.parent().map(fs::create_dir_all);
        let _ = fs::write(file, took.as_secs().to_string());
    }
}

fn note_of(project: &Project, what: &str) -> PathBuf {
    project.notes.join("took").join(what.replace([' ', '/'], "-"))
}

/// Builds one of the workspace's own programs, and says where it is.
pub fn program(project: &Project, package: &str) -> Outcome<PathBuf> {
    // The program for administrators is called after the project.
    let name = package.strip_suffix("-program").unwrap_or(package);
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let place = project.target.join("debug").join(name);
    if project.programs_are_built.load(Ordering::Relaxed) {
        return Ok(place);
    }
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--package", package, "--bins"]);
    compile(project, &format!("Compiling {package}"), &mut cargo)?;
    Ok(place)
}

/// Runs a cargo that compiles, in place of whose output there is a bar. Nothing is said where there is nothing to do.
pub fn compile(project: &Project, what: &str, cargo: &mut Command) -> Outcome {
    let terminal = std::io::stderr().is_terminal();
    cargo
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "80")
        .env("CARGO_TERM_COLOR", if terminal { "always" } else { "never" });
    let began = Instant::now();
    let mut running = Running::start(cargo.stderr(Stdio::piped()))?;
    let title = format!("{what} …{}", last_time(project, what));
    let (mut bar, mut heard) = (None, began);
    let mut said = String::new();
    for piece in running.errors() {
        for line in piece.iter().flat_map(|piece| piece.lines()) {
            let plain = strip_ansi_codes(line);
            if let Some((done, of)) = counts(&plain) {
                let bar = bar.get_or_insert_with(|| new_bar(&title));
                bar.set_length(of);
                bar.set_position(done);
            } else if !is_status(&plain) {
                said.extend([line, "\n"]);
            }
        }
        if let Some(bar) = bar
            .as_ref()
            .filter(|_| BARS.is_hidden() && heard.elapsed() >= HEARTBEAT)
        {
            heard = Instant::now();
            let (done, of) = (bar.position(), bar.length().unwrap_or_default());
            let took = clock(began.elapsed());
            say(format_args!("  … {done} of {of} crates, {took}"));
        }
    }
    let status = running.wait();
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    if !said.trim().is_empty() {
        BARS.suspend(|| eprint!("{said}"));
    }
    if !status?.success() {
        return problem(format!("{what} failed. What cargo said is above."));
    }
    note(project, what, began.elapsed());
    if bar.is_some() && began.elapsed() >= SHORT {
        say_line(&format!("{what}: done in {}", clock(began.elapsed())));
    }
    Ok(())
}

/// A bar among the others; where none can be drawn, its title is said at least.
fn new_bar(title: &str) -> ProgressBar {
    if BARS.is_hidden() {
        say(title);
    }
    let bar = BARS.add(ProgressBar::new(0).with_message(title.to_owned()));
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:24} {pos}/{len} crates, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

/// `Building [====>   ] 34/120: serde, syn`
fn counts(plain: &str) -> Option<(u64, u64)> {
    let (_, rest) = plain.trim().strip_prefix("Building [")?.split_once("] ")?;
    let (done, of) = rest.split(':').next()?.split_once('/')?;
    Some((done.trim().parse().ok()?, of.trim().parse().ok()?))
}

/// `   Compiling serde v1.0.0` and its like, all of whose first words end in the same column. Anything else is a warning,
/// an error, or a part of one.
fn is_status(plain: &str) -> bool {
    let Some((word, rest)) = plain.split_at_checked(12) else {
        return plain.trim().is_empty();
    };
    let word = word.trim_start();
    rest.starts_with(' ') && word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
}

/// A line among the bars.
fn say_line(line: &str) {
    BARS.suspend(|| say(line));
}

/// Minutes and seconds.
pub fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_understood() {
        let building = "    Building [=====>     ] 34/120: serde(build), syn";
        assert_eq!(counts(building), Some((34, 120)));
        for status in [building, "   Compiling serde v1.0.0", "  Downloaded 3 crates", ""] {
            assert!(is_status(status), "{status}");
        }
        for words in [
            "error[E0308]: mismatched types",
            "   --> src/lib.rs:1:1",
            "12 |     let Self { a } = b;",
        ] {
            assert!(!is_status(words) && counts(words).is_none(), "{words}");
        }
    }

    #[test]
    fn times_read_as_on_a_clock() {
        assert_eq!(clock(Duration::from_millis(9_900)), "0:09");
        assert_eq!(clock(Duration::from_secs(301)), "5:01");
    }
}
