//! `test`: every test there is, or one part of them, and one last line that sums them up.

use std::process::ExitCode;
use std::slice;
use std::thread;

use clap::{Args, ValueEnum};

use crate::build::{self, Profile, Wanted};
use crate::problem::{Outcome, problem};
use crate::project::Project;
use crate::setup;

mod browser;
mod engines;
mod long;
mod page;
mod round;
mod tally;
mod unit;
mod wasm;

use engines::Engine;
use round::Round;

/// What to test.
#[derive(Args)]
pub struct TestOptions {
    /// One part only
    part: Option<Part>,
    /// In which engine the page is tried; without it in Chromium, and where everything is tested in all of them
    #[arg(long)]
    engine: Option<Engine>,
    /// Also what takes too long for every change
    #[arg(long, conflicts_with = "part")]
    long: bool,
    /// For cargo test (unit) or Playwright (browser), after --
    #[arg(last = true)]
    more: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format, lints, and all that needs no browser
    Unit,
    /// The release build, its size, and what its policy forbids
    Wasm,
    /// The page in Chromium, in front of the stand-in
    Browser,
}

/// Runs the tests. A part that fails does not keep the others from running.
pub fn run(project: &Project, options: &TestOptions) -> Outcome<ExitCode> {
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
    setup::check(project)?;
    let tools = setup::for_build(project)?;
    let wanted = |part| options.part.is_none_or(|only| only == part);
    // Looked for first: nobody should wait for everything else to be told that there is no browser.
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
        long: options.long,
        steps: Vec::new(),
    };
    if wanted(Part::Unit) {
        // Both leave much of the machine idle, and what ships has a target folder of its own. What came of it is told by
        // the step that asks for it again.
        let ships = wanted(Part::Wasm);
        thread::scope(|scope| {
            let console = ships.then(|| scope.spawn(|| build::compile(project, Profile::Ships)));
            unit::compile(&mut round)?;
            let compiled = console.is_some_and(|console| matches!(console.join(), Ok(Ok(_))));
            if compiled {
                scope.spawn(|| build::build(project, &tools, &Wanted::new(project, Profile::Ships)));
            }
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
    if options.long {
        long::run(&mut round, browser.as_ref())?;
    }
    Ok(round.sum_up())
}
