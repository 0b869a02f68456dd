//! One round of tests, step by step.

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use super::tally::Tally;
use crate::children::Running;
use crate::problem::{Outcome, Problem, say};
use crate::progress;
use crate::project::Project;
use crate::setup::Tools;

/// What has been done so far, and with what result.
pub struct Round<'a> {
    pub project: &'a Project,
    pub tools: &'a Tools,
    pub more: &'a [String],
    /// Whether what takes too long for every change is wanted.
    pub long: bool,
    pub steps: Vec<Step>,
}

pub struct Step {
    name: &'static str,
    took: Duration,
    tally: Tally,
}

impl Round<'_> {
    /// Runs a step. If it fails, that counts as a result, unless somebody pressed Ctrl-C.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce(&Self) -> Outcome<Tally>) -> Outcome<Tally> {
        say(format_args!("\n── {name}{}", progress::last_time(self.project, name)));
        let began = Instant::now();
        let tally = match work(self) {
            Ok(tally) => tally,
            Err(Problem::Interrupted) => return Err(Problem::Interrupted),
            Err(Problem::Said(sentence)) => {
                say(format_args!("error: {sentence}"));
                Tally::FAILURE
            }
        };
        progress::note(self.project, name, began.elapsed());
        self.steps.push(Step {
            name,
            took: began.elapsed(),
            tally,
        });
        Ok(tally)
    }

    pub fn sum_up(&self) -> ExitCode {
        let mut sum = Tally::default();
        say("");
        for Step { name, took, tally } in &self.steps {
            let result = match tally {
                tally if tally.failed > 0 => "FAILED",
                tally if tally.skipped > 0 && tally.passed == 0 => "skipped",
                _ => "ok",
            };
            let counted = Some(tally).filter(|tally| **tally != Tally::default());
            let counted = counted.map(Tally::to_string).unwrap_or_default();
            say(format_args!(
                "  {name:26} {result:7} {:>7.1} s   {counted}",
                took.as_secs_f64()
            ));
            sum += *tally;
        }
        // Alone on its line, for whoever reads only that.
        say(format_args!("\n{sum}"));
        if sum.failed > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Runs a program that either succeeds or not; it counts only if it fails.
pub fn check(command: &mut Command) -> Outcome<Tally> {
    let status = Running::start(command)?.wait()?;
    Ok(if status.success() {
        Tally::default()
    } else {
        Tally::FAILURE
    })
}

/// Runs a program that runs tests, showing what it says and counting by its own words.
pub fn counted(command: &mut Command, read: impl Fn(&str) -> Tally) -> Outcome<Tally> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let mut tally = Tally::default();
    for line in running.lines() {
        tally += read(&line);
        say(line);
    }
    let status = running.wait()?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::FAILURE; // it did not even come to its tests, or fell over after them
    }
    Ok(tally)
}
