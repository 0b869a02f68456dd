//! The commands behind the README: `cargo xtask demo | test | serve | build | package | bench`.
//!
//! Each does all the set-up that it needs, says what it is doing, and ends everything it started.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

mod bench;
mod build;
mod children;
mod files;
mod hosted;
mod package;
mod problem;
mod progress;
mod project;
mod setup;
mod test;

use build::{Profile, Wanted};
use problem::{Outcome, Problem};
use project::Project;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Build, try out, test and serve Tokenscope"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show Tokenscope in front of a stand-in authentik with made-up data
    Demo(hosted::Demo),
    /// Run every test, or one part of them; what CI runs
    Test(test::TestOptions),
    /// Show Tokenscope in front of a real authentik
    Serve(hosted::Serve),
    /// Build dist/: the page, ready for any static server
    Build(Build),
    /// Make what runs and installs without Rust or Node: target/package/
    Package,
    /// Put the rest beside a page that Trunk has built; Trunk.toml has it do this
    #[command(hide = true)]
    BesideTrunk,
    /// Measure Tokenscope beside a peer in React: target/bench/report.json
    Bench(bench::BenchOptions),
}

#[derive(Args)]
struct Build {
    /// The path that the page will be served below
    #[arg(long, default_value = "/")]
    public_url: String,
    /// The folder to fill
    #[arg(long)]
    dist: Option<PathBuf>,
    /// The same page, larger and built sooner
    #[arg(long)]
    quick: bool,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(Problem::Interrupted) => {
            problem::say("Ended.");
            ExitCode::from(130)
        }
        Err(Problem::Said(sentence)) => {
            eprintln!("\nerror: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome<ExitCode> {
    children::watch_for_ctrl_c()?;
    let project = Project::find()?;
    match command {
        Command::Demo(demo) => hosted::demo(&project, &demo),
        Command::Serve(serve) => hosted::serve(&project, &serve),
        Command::Test(options) => test::run(&project, &options),
        Command::Bench(options) => bench::run(&project, &options),
        Command::Build(options) => build(&project, options),
        Command::Package => package::run(&project),
        Command::BesideTrunk => beside_trunk(&project),
    }
}

fn build(project: &Project, options: Build) -> Outcome<ExitCode> {
    let profile = if options.quick { Profile::Quick } else { Profile::Ships };
    let turn = project.take_turn()?;
    setup::check(project)?;
    let tools = setup::for_build(project)?;
    let mut wanted = Wanted::new(project, profile).under(&options.public_url)?;
    if let Some(dist) = options.dist {
        wanted = wanted.into_folder(&dist)?;
    }
    let dist = build::build(project, &tools, &wanted)?;
    drop(turn);
    problem::say(format_args!("The page is in {}", problem::shown(&dist)));
    if profile == Profile::Ships {
        build::judge(&dist)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Trunk says where by its variables. It knows neither parts of a program nor today's style sheets and scripts.
fn beside_trunk(project: &Project) -> Outcome<ExitCode> {
    let Some(stage) = env::var_os("TRUNK_STAGING_DIR") else {
        return problem::problem("this is for Trunk to run: trunk serve, or trunk build");
    };
    let ships = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    let profile = if ships { Profile::Ships } else { Profile::Quick };
    let _turn = project.take_turn()?;
    setup::check(project)?;
    let tools = setup::for_build(project)?;
    build::beside_page(project, &tools, profile, Path::new(&stage))?;
    Ok(ExitCode::SUCCESS)
}
