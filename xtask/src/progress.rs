//! What is going on, how far it is, and how long it took last time.

use std::fs;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

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
    let mut shown = Shown {
        what: format!("{what} …{}", last_time(project, what)),
        began,
        bar: None,
        beats: 0,
    };
    let mut said = String::new();
    let (sender, lines) = mpsc::channel();
    let errors = running.errors();
    thread::spawn(move || {
        errors
            .map(|line| sender.send(line))
            .take_while(Result::is_ok)
            .for_each(drop)
    });
    loop {
        match lines.recv_timeout(HEARTBEAT).map(|line| (Said::by(&line), line)) {
            Ok((Said::Counts(done, of), _)) => shown.update(done, of),
            Ok((Said::Status, _)) => {}
            Ok((Said::Words, line)) => said.extend([line.as_str(), "\n"]),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        shown.beat();
    }
    let status = running.wait();
    if let Some(bar) = &shown.bar {
        bar.finish_and_clear();
    }
    if !said.trim().is_empty() {
        BARS.suspend(|| eprint!("{said}"));
    }
    if !status?.success() {
        return problem(format!("{what} failed. What cargo said is above."));
    }
    note(project, what, began.elapsed());
    if shown.bar.is_some() && began.elapsed() >= SHORT {
        say_line(&format!("{what}: done in {}", clock(began.elapsed())));
    }
    Ok(())
}

/// How far a cargo is.
struct Shown {
    what: String,
    began: Instant,
    bar: Option<ProgressBar>,
    beats: u64,
}

impl Shown {
    fn update(&mut self, done: u64, of: u64) {
        let bar = self.bar.get_or_insert_with(|| {
            if BARS.is_hidden() {
                say(&self.what);
            }
            let bar = BARS.add(ProgressBar::new(of).with_message(self.what.clone()));
            if let Ok(style) = ProgressStyle::with_template("{msg} {bar:24} {pos}/{len} crates, {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_secs(1));
            bar
        });
        bar.set_length(of);
        bar.set_position(done);
    }

    /// A line now and then, where no bar can be drawn.
    fn beat(&mut self) {
        let Some(bar) = self.bar.as_ref().filter(|_| BARS.is_hidden()) else {
            return;
        };
        let (done, of) = (bar.position(), bar.length().unwrap_or_default());
        let beats = self.began.elapsed().as_secs() / HEARTBEAT.as_secs();
        if beats > self.beats {
            self.beats = beats;
            say(format_args!(
                "  … {done} of {of} crates, {}",
                clock(self.began.elapsed())
            ));
        }
    }
}

/// A line of cargo's.
#[derive(Debug, PartialEq)]
enum Said {
    /// `Building [====>   ] 34/120: serde, syn`
    Counts(u64, u64),
    /// `Compiling serde v1.0.0`, and its like.
    Status,
    /// Anything else: a warning, an error, a part of one.
    Words,
}

impl Said {
    fn by(line: &str) -> Self {
        let plain = without_colours(line);
        let plain = plain.trim();
        let counts = plain.strip_prefix("Building [").and_then(|rest| {
            let (_, rest) = rest.split_once("] ")?;
            let (done, of) = rest.split(':').next()?.split_once('/')?;
            Some(Self::Counts(done.trim().parse().ok()?, of.trim().parse().ok()?))
        });
        const STATUS: [&str; 10] = [
            "Adding",
            "Blocking",
            "Building",
            "Compiling",
            "Downloaded",
            "Downloading",
            "Finished",
            "Fresh",
            "Locking",
            "Updating",
        ];
        match counts {
            Some(counts) => counts,
            None if plain.is_empty() || STATUS.iter().any(|word| plain.starts_with(word)) => Self::Status,
            None => Self::Words,
        }
    }
}

/// A text as it is without the sequences by which a terminal is told colours and the like.
fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line.chars();
    while let Some(letter) = rest.next() {
        if letter == '\u{1b}' {
            rest.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
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
        assert_eq!(
            Said::by("    Building [=====>     ] 34/120: serde(build), syn"),
            Said::Counts(34, 120)
        );
        assert_eq!(
            Said::by("\u{1b}[1m\u{1b}[32m   Compiling\u{1b}[0m serde v1.0.0"),
            Said::Status
        );
        assert_eq!(Said::by("   Downloaded 3 crates"), Said::Status);
        assert_eq!(Said::by("error[E0308]: mismatched types"), Said::Words);
    }

    #[test]
    fn times_read_as_on_a_clock() {
        assert_eq!(clock(Duration::from_millis(9_900)), "0:09");
        assert_eq!(clock(Duration::from_secs(301)), "5:01");
    }
}
