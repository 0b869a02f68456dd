//! `test`: every test there is, or one part of them, and one last line that sums them up.

use std::process::{Command, ExitCode, Stdio};
use std::slice;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::build::{self, Wanted};
use crate::children::Running;
use crate::problem::{Outcome, Problem, problem, say};
use crate::project::Project;
use crate::setup::{self, Tools};

mod browser;
mod engines;
mod page;
mod tally;
mod unit;
mod wasm;

use engines::Engine;
use tally::Tally;

/// What to test.
#[derive(Args)]
pub struct Options {
    /// One part only
    part: Option<Part>,
    /// In which engine the page is tried; without it in Chromium, and where everything is tested in all of them
    #[arg(long)]
    engine: Option<Engine>,
    /// For cargo test (unit) or Playwright (browser), after --
    #[arg(last = true)]
    more: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format, lints, and all that needs no browser
    Unit,
    /// The release build, its size, what its policy forbids, and tests of the module itself
    Wasm,
    /// The page in Chromium, in front of the stand-in
    Browser,
}

/// What has been done so far, and with what result.
struct Round<'a> {
    project: &'a Project,
    tools: &'a Tools,
    more: &'a [String],
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    tally: Tally,
}

/// Runs the tests. A part that fails does not keep the others from running.
pub fn run(project: &Project, options: &Options) -> Outcome<ExitCode> {
    if options.part.is_none() && !options.more.is_empty() {
        return problem(
            "what stands after -- is for one part: cargo xtask test unit -- …, or cargo xtask test browser -- …",
        );
    }
    if options.engine.is_some() && options.part != Some(Part::Browser) {
        return problem("an engine is for the browser tests: cargo xtask test browser --engine firefox");
    }
    if options.engine.is_some_and(|engine| engine != Engine::Chromium) && !options.more.is_empty() {
        return problem("what stands after -- is for Playwright, which tests in Chromium only");
    }
    let _turn = project.take_turn()?;
    let tools = setup::for_build(project)?;
    let wanted = |part| options.part.is_none_or(|only| only == part);
    // Looked for first: without a browser nobody should wait for all else before being told.
    let in_chromium = options.engine.is_none_or(|engine| engine == Engine::Chromium);
    let browser = if wanted(Part::Browser) && in_chromium {
        Some(setup::browser(project, &tools)?)
    } else {
        None
    };
    let mut round = Round {
        project,
        tools: &tools,
        more: &options.more,
        steps: Vec::new(),
    };
    if wanted(Part::Unit) {
        // Linting and testing leave much of the machine idle, and the release build has a target folder of its own. What
        // came of it is told by the step that asks for it again.
        let beside = || wanted(Part::Wasm).then(|| build::build(project, &tools, &Wanted::new(project, false)));
        thread::scope(|scope| {
            scope.spawn(beside);
            unit::run(&mut round)
        })?;
    }
    if wanted(Part::Wasm) {
        wasm::run(&mut round)?;
    }
    if wanted(Part::Browser) {
        let others: &[Engine] = match &options.engine {
            Some(Engine::Chromium) => &[],
            Some(engine) => slice::from_ref(engine),
            None if options.part.is_none() => &engines::OTHERS,
            None => &[],
        };
        browser::run(&mut round, browser.as_ref(), others)?;
    }
    Ok(round.sum_up())
}

impl Round<'_> {
    /// Runs a step whose own failure is one of the results, unless somebody pressed Ctrl-C.
    fn step(&mut self, name: &'static str, work: impl FnOnce(&Self) -> Outcome<Tally>) -> Outcome<Tally> {
        say(format_args!("\n── {name}"));
        let began = Instant::now();
        let tally = match work(self) {
            Ok(tally) => tally,
            Err(Problem::Interrupted) => return Err(Problem::Interrupted),
            Err(Problem::Said(sentence)) => {
                say(format_args!("error: {sentence}"));
                Tally::FAILURE
            }
        };
        self.steps.push(Step {
            name,
            took: began.elapsed(),
            tally,
        });
        Ok(tally)
    }

    /// Whether that step was taken, and nothing in it failed.
    fn passed(&self, name: &str) -> bool {
        self.steps
            .iter()
            .any(|step| step.name == name && step.tally.failed == 0)
    }

    fn sum_up(&self) -> ExitCode {
        let mut sum = Tally::default();
        say("");
        for step in &self.steps {
            let result = match step.tally {
                tally if tally.failed > 0 => "FAILED",
                tally if tally.skipped > 0 && tally.passed == 0 => "skipped",
                _ => "ok",
            };
            say(format_args!(
                "  {:26} {result:7} {:>7.1} s   {}",
                step.name,
                step.took.as_secs_f64(),
                step.tally
            ));
            sum.add(step.tally);
        }
        // Alone on its line, for whoever reads only that.
        let skipped = if sum.skipped > 0 {
            format!(", {} skipped", sum.skipped)
        } else {
            String::new()
        };
        say(format_args!("\n{} passed, {} failed{skipped}", sum.passed, sum.failed));
        if sum.failed > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Runs a program that either agrees or does not; it counts only where it does not.
fn check(command: &mut Command) -> Outcome<Tally> {
    let status = Running::start(command)?.wait()?;
    Ok(if status.success() {
        Tally::default()
    } else {
        Tally::FAILURE
    })
}

/// Runs a program that runs tests, showing what it says and counting by its own words.
fn counted(command: &mut Command, read: impl Fn(&str) -> Tally) -> Outcome<Tally> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let mut tally = Tally::default();
    for line in running.lines() {
        tally.add(read(&line));
        say(line);
    }
    let status = running.wait()?;
    if !status.success() && tally.failed == 0 {
        tally.add(Tally::FAILURE); // it did not even come to its tests, or fell over after them
    }
    Ok(tally)
}
