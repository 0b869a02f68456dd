//! `package`: what somebody without Rust and Node runs, serves or installs, in `target/package/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::build::{self, Profile, Wanted};
use crate::children;
use crate::files;
use crate::problem::{Context, Outcome, say, shown};
use crate::progress;
use crate::project::Project;
use crate::setup;

/// Makes the folder of static files, the npm package, the program with the console in it, what an image is made from, a
/// list of all crates in them, and their checksums.
pub fn run(project: &Project) -> Outcome<ExitCode> {
    let _turn = project.take_turn()?;
    let folder = project.target.join("package");
    make(project, &folder)?;
    say(format_args!("The packages are in {}", shown(&folder)));
    Ok(ExitCode::SUCCESS)
}

/// Makes them, and says where the program is.
pub fn make(project: &Project, folder: &Path) -> Outcome<PathBuf> {
    setup::check(project)?;
    let tools = setup::for_build(project)?;
    files::clear(folder)?;
    let site = Wanted::new(project, Profile::Ships).into_folder(&folder.join("site"))?;
    let site = build::build(project, &tools, &site)?;
    build::judge(&site)?;
    let mut npm = project.command(setup::npm());
    npm.args(["pack", "--silent", "--pack-destination"]).arg(folder);
    children::text_of(npm.current_dir(&site))?;
    let target = host(project)?;
    let built = program(project, &site, &target)?;
    let program = folder.join(built.file_name().unwrap_or_default());
    fs::copy(&built, &program).or_could_not(format_args!("copy {}", built.display()))?;
    if target.contains("-linux-") {
        image(project, folder)?;
    }
    let mut contents = build::script(project, "sbom.mjs");
    children::run(contents.arg(folder).arg(&target), "listing what is in it")?;
    let mut sums = build::script(project, "checksums.mjs");
    children::run(sums.arg(folder), "adding up the files")?;
    Ok(program)
}

/// The program, with this site in it. On Linux it needs nothing of the machine that it runs on.
fn program(project: &Project, site: &Path, target: &str) -> Outcome<PathBuf> {
    let mut flags = build::without_places();
    if target.contains("-linux-") {
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    let mut cargo = project.cargo();
    cargo.args([
        "build",
        "--locked",
        "--profile",
        "program",
        "--package",
        "tokenscope-program",
    ]);
    cargo.args(["--target", target]).env("TOKENSCOPE_SITE", site);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    progress::compile(project, "Compiling the program", &mut cargo)?;
    let name = format!("tokenscope{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target.join(target).join("program").join(name))
}

/// Makes the folder one that `podman build` takes.
fn image(project: &Project, folder: &Path) -> Outcome {
    let described = project.root.join("docs/proxy/scratch.Containerfile");
    let written = fs::copy(described, folder.join("Containerfile"))
        .and_then(|_| fs::write(folder.join(".dockerignore"), "*\n!tokenscope\n"));
    written.or_could_not(format_args!("describe an image in {}", folder.display()))
}

/// This machine, as Rust calls it.
fn host(project: &Project) -> Outcome<String> {
    let said = children::text_of(project.command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.unwrap_or_default().to_owned())
}
