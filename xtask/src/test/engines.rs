//! The main ways through the console in engines other than Chromium, one after the other.

use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;

use super::round::{Round, check, counted};
use super::tally::{self, Tally};
use crate::problem::{Outcome, say};
use crate::setup;

/// An engine of browsers.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// All browser tests
    Chromium,
    /// The main journeys
    Firefox,
    /// The main journeys, in WebKitGTK
    Webkit,
}

/// Those that are tried besides Chromium.
pub const OTHERS: [Engine; 2] = [Engine::Firefox, Engine::Webkit];

/// How long one engine may take: no journey is begun after that.
const TIME: Duration = Duration::from_secs(150);

/// Where the journeys are once they are JavaScript, which is where they find their packages.
const BUNDLE: &str = "node_modules/.engines/journeys.mjs";

/// Runs the journeys in these engines; one that is missing is counted as skipped.
pub fn run(round: &mut Round<'_>, engines: &[Engine], standin: &Path) -> Outcome {
    let folder = round.project.root.join("end2end");
    let bundled = round.step("journeys", |round| {
        let mut esbuild = round.tools.node_command(round.project, "esbuild");
        esbuild.args(["engines/journeys.ts", "--bundle", "--platform=node", "--format=esm"]);
        esbuild.args(["--packages=external", "--target=node20", "--log-level=warning"]);
        check(esbuild.arg(format!("--outfile={BUNDLE}")).current_dir(&folder))
    })?;
    if bundled.failed > 0 {
        return Ok(());
    }
    for engine in engines {
        let (step, name, called, packages) = match engine {
            Engine::Chromium => continue,
            Engine::Firefox => ("journeys in Firefox", "firefox", "Firefox", "firefox-esr"),
            Engine::Webkit => ("journeys in WebKitGTK", "webkit", "WebKitGTK", "webkit2gtk-driver xvfb"),
        };
        round.step(step, |round| {
            let found = match engine {
                Engine::Webkit => setup::webkit(round.project)?,
                _ => setup::firefox(round.project)?,
            };
            let Some(found) = found else {
                say(format_args!(
                    "There is no {called} that starts, and the distribution's packages gave none: its journeys are \
                     skipped. (Debian: sudo apt-get install {packages})"
                ));
                return Ok(Tally::SKIPPED);
            };
            let libraries = found.libraries.iter();
            let mut node = round.project.command("node");
            node.args(["--test", "--test-reporter", "spec", BUNDLE])
                .current_dir(&folder);
            node.env("TOKENSCOPE_STANDIN", standin)
                .env("TOKENSCOPE_DIST", round.project.root.join("dist"))
                .env("TOKENSCOPE_ENGINE", name)
                .env("TOKENSCOPE_ENGINE_PROGRAM", &found.program)
                .env("TOKENSCOPE_ENGINE_SECONDS", TIME.as_secs().to_string())
                .envs(libraries.map(|folder| ("TOKENSCOPE_ENGINE_LIBRARIES", folder)));
            node.env("FORCE_COLOR", "0").env_remove("NO_COLOR");
            counted(&mut node, tally::of_node)
        })?;
    }
    Ok(())
}
