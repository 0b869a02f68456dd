//! `bench`: how fast and how big the console is, beside a peer in React, in one run over the same tokens.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::build::{self, Profile, Wanted};
use crate::children;
use crate::problem::{Context, Outcome};
use crate::progress;
use crate::project::Project;
use crate::setup;

/// What to measure.
#[derive(Args)]
pub struct BenchOptions {
    /// How many access tokens to make up, 1 to 1,000,000
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    tokens: u32,
    /// How often to type and sort everything
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// One side only, or several: tokenscope, peer, tuned
    #[arg(long)]
    side: Vec<String>,
    /// Measure the console that was built into this folder, and build none
    #[arg(long)]
    dist: Option<PathBuf>,
    /// Run the native benchmarks as well
    #[arg(long)]
    native: bool,
}

/// Measures, prints a table, and writes `bench/report.json` into the target folder. A target that is missed is told
/// beside the figure and fails nothing: figures belong to the machine that they were measured on.
pub fn run(project: &Project, options: &BenchOptions) -> Outcome<ExitCode> {
    let _turn = project.take_turn()?;
    setup::check(project)?;
    let tools = setup::for_build(project)?;
    let browser = setup::browser(project, &tools)?;
    let dist = match &options.dist {
        Some(dist) => std::path::absolute(dist).or_could_not(format_args!("understand {}", dist.display()))?,
        None => build::build(project, &tools, &Wanted::new(project, Profile::Ships))?,
    };
    let standin = progress::program(project, "tokenscope-standin")?;
    if options.native {
        let mut bench = project.cargo();
        bench.args(["bench", "--locked", "--package", "tokenscope"]);
        children::run(&mut bench, "`cargo bench`")?;
    }
    let mut driver = project.command("node");
    driver.arg(project.root.join("end2end/bench/run.mjs"));
    driver.arg("--tokens").arg(options.tokens.to_string());
    driver.arg("--rounds").arg(options.rounds.to_string());
    for side in &options.side {
        driver.args(["--side", side]);
    }
    driver.arg("--report").arg(project.target.join("bench/report.json"));
    // What an earlier run left is not what was measured now.
    if options.native {
        driver.arg("--criterion").arg(project.target.join("criterion"));
    }
    driver
        .env("TOKENSCOPE_STANDIN", standin)
        .env("TOKENSCOPE_DIST", dist)
        .env("TOKENSCOPE_CHROMIUM", browser.program);
    children::run(&mut driver, "the bench")?;
    Ok(ExitCode::SUCCESS)
}
