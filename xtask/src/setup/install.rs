//! Tools written in Rust, installed from source by exact version: once for a user, not once for a checkout.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::cache::Cache;
use crate::children::{self, Running};
use crate::problem::{Context, Outcome, Problem, problem, say};
use crate::project::{self, Project};

/// A program on crates.io.
pub struct Tool {
    crate_name: &'static str,
    binary: &'static str,
    version: &'static str,
    /// Further arguments for `cargo install`.
    options: &'static [&'static str],
    /// Whether it tells its version; one that does not is known by its folder.
    tells_version: bool,
    /// How long it takes on a small machine.
    takes: &'static str,
}

/// Unoptimised: it starts other programs and copies files, and its own build is the longest wait of a first run.
pub const TRUNK: Tool = Tool {
    crate_name: "trunk",
    binary: "trunk",
    version: "0.21.14",
    options: &["--locked", "--debug", "--no-default-features", "--features", "rustls"],
    tells_version: true,
    takes: "4 to 5 minutes on 2 cores, beside the two others",
};

/// Must be the version of the library in `Cargo.lock`. Its own lock file names releases that no longer build together.
pub const WASM_BINDGEN: Tool = Tool {
    crate_name: "wasm-bindgen-cli",
    binary: "wasm-bindgen",
    version: "0.2.130",
    options: &[],
    tells_version: true,
    takes: "2 to 3 minutes",
};

/// Takes the module apart where `wasm_split_helpers` says.
pub const WASM_SPLIT: Tool = Tool {
    crate_name: "wasm_split_cli_support",
    binary: "wasm-split-cli",
    version: "0.2.4",
    options: &["--locked", "--features", "build-binary"],
    tells_version: false,
    takes: "about 1 minute",
};

/// How often a long installation says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// An error when the library in `Cargo.lock` is not the one that the command-line tool can work with.
pub fn agrees_with_lock(project: &Project) -> Outcome {
    let wanted = WASM_BINDGEN.version;
    match project.locked_version("wasm-bindgen")? {
        Some(locked) if locked == wanted => Ok(()),
        locked => problem(format!(
            "Cargo.lock has wasm-bindgen {}, but these commands install its command-line tool {wanted}, and the two must \
             be the same. Run `cargo update -p wasm-bindgen --precise {wanted}`, or change the version in \
             xtask/src/setup/install.rs.",
            locked.as_deref().unwrap_or("in no version")
        )),
    }
}

impl Cache {
    /// The folder of the tool's programs; installs it when it is not there or is not what it should be.
    pub fn tool(&self, project: &Project, tool: &Tool) -> Outcome<PathBuf> {
        let root = self.folder.join("tools").join(tool.folder());
        let bin = root.join("bin");
        if tool.works_in(project, &bin)? {
            return Ok(bin);
        }
        fs::create_dir_all(self.folder.join("tools")).or_could_not("make the folder for tools")?;
        let waiting = format!("Another command is installing {}; waiting for it …", tool.crate_name);
        let _turn = project::lock(&self.folder.join(format!("{}.lock", tool.folder())), &waiting)?;
        if !tool.works_in(project, &bin)? {
            self.install(project, tool, &root)?;
        }
        if tool.works_in(project, &bin)? {
            return Ok(bin);
        }
        problem(format!(
            "{} {} was installed into {} but does not run there. Delete that folder and run this again.",
            tool.crate_name,
            tool.version,
            root.display()
        ))
    }

    /// Builds in a separate folder and moves the result, so that there is never half a tool.
    fn install(&self, project: &Project, tool: &Tool, root: &Path) -> Outcome {
        let building = self.folder.join("building").join(tool.folder());
        let (fresh, log) = (
            building.join("root"),
            self.folder.join(format!("{}.log", tool.folder())),
        );
        remove(&fresh)?;
        fs::create_dir_all(&building).or_could_not(format_args!("make the folder {}", building.display()))?;
        say(format_args!(
            "Building {} {} from source, once for this user: {} …",
            tool.crate_name, tool.version, tool.takes
        ));
        let output = File::create(&log).or_could_not(format_args!("create {}", log.display()))?;
        let mut cargo = project.cargo();
        cargo.args(["install", "--root"]).arg(&fresh).args(tool.options);
        cargo.arg(format!("{}@{}", tool.crate_name, tool.version));
        // Kept until it is done: after a Ctrl-C the next try goes on from there.
        cargo
            .env("CARGO_TARGET_DIR", building.join("target"))
            .env("CARGO_TERM_COLOR", "never");
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS");
        // They run for seconds, but take minutes to build.
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        cargo
            .stderr(output.try_clone().or_could_not("write the log")?)
            .stdout(output);
        let began = Instant::now();
        let status = wait_with_heartbeat(Running::start(&mut cargo)?, tool, &log)?;
        if !status {
            return problem(format!(
                "building {} {} failed. The end of {}:\n\n{}",
                tool.crate_name,
                tool.version,
                log.display(),
                tail(&log)
            ));
        }
        remove(root)?;
        fs::rename(&fresh, root).or_could_not(format_args!("move {} into place", tool.crate_name))?;
        remove(&building)?;
        say(format_args!(
            "{} {} is ready after {}.",
            tool.crate_name,
            tool.version,
            clock(began.elapsed())
        ));
        Ok(())
    }
}

impl Tool {
    fn folder(&self) -> String {
        format!("{}-{}", self.crate_name, self.version)
    }

    /// Whether the program is there, starts, and says that it is this version.
    fn works_in(&self, project: &Project, bin: &Path) -> Outcome<bool> {
        let program = bin.join(self.binary);
        let question = if self.tells_version { "--version" } else { "--help" };
        match children::text_of(project.command(program).arg(question)) {
            Ok(said) => Ok(!self.tells_version || said.split_whitespace().nth(1) == Some(self.version)),
            Err(Problem::Interrupted) => Err(Problem::Interrupted),
            Err(Problem::Said(_)) => Ok(false),
        }
    }
}

fn wait_with_heartbeat(mut cargo: Running, tool: &Tool, log: &Path) -> Outcome<bool> {
    let began = Instant::now();
    let mut said = 0;
    loop {
        if let Some(status) = cargo.ended()? {
            return if children::interrupted() {
                Err(Problem::Interrupted)
            } else {
                Ok(status.success())
            };
        }
        children::pause()?;
        let beats = began.elapsed().as_secs() / HEARTBEAT.as_secs();
        if beats > said {
            said = beats;
            let compiled = read(log)
                .lines()
                .filter(|line| line.trim_start().starts_with("Compiling "))
                .count();
            say(format_args!(
                "  … {} so far, {compiled} crates of {} begun",
                clock(began.elapsed()),
                tool.crate_name
            ));
        }
    }
}

fn read(log: &Path) -> String {
    fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}

fn tail(log: &Path) -> String {
    let text = read(log);
    let lines: Vec<&str> = text.lines().collect();
    lines
        .get(lines.len().saturating_sub(30)..)
        .unwrap_or_default()
        .join("\n")
}

fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            problem(format!("could not delete {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_on_a_clock() {
        assert_eq!(clock(Duration::from_millis(9_900)), "0:09");
        assert_eq!(clock(Duration::from_secs(301)), "5:01");
    }

    #[test]
    fn the_end_of_a_log_is_what_matters() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let text: Vec<String> = (0..100).map(|line| format!("line {line}")).collect();
        fs::write(&log, text.join("\n")).unwrap();
        assert!(tail(&log).starts_with("line 70\n") && tail(&log).ends_with("line 99"));
        assert_eq!(tail(&folder.path().join("missing")), "");
    }
}
