//! The commands behind the README: `cargo xtask demo | test | serve | build | bench`.
//!
//! Each does all the set-up that it needs, says what it is doing, and ends everything it started.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

mod bench;
mod build;
mod children;
mod hosted;
mod port;
mod problem;
mod project;
mod setup;
mod test;

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
    /// Do not optimise: quicker to build, larger to load
    #[arg(long)]
    dev: bool,
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
        Command::Build(options) => {
            let _turn = project.take_turn()?;
            let tools = setup::for_build(&project)?;
            let mut wanted = build::Wanted::new(&project, options.dev).under(&options.public_url)?;
            if let Some(dist) = options.dist {
                wanted = wanted.into_folder(&dist)?;
            }
            build::build(&project, &tools, &wanted)?.judge()?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
