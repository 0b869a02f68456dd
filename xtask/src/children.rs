//! The programs that a command starts. Each leads its own process group, so that Ctrl-C, a polite `kill` or a closed
//! terminal ends it and all that it started, and nothing is left behind.

use std::io::{BufReader, Read};
use std::iter;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::problem::{Context, Outcome, Problem, problem};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// How long a child may take to end when asked, before it is ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// From here on Ctrl-C (and the system's request to end) ends the children instead of this program, which then ends by
/// itself. A second one does not wait for them.
pub fn watch_for_ctrl_c() -> Outcome {
    ctrlc::set_handler(|| {
        let again = INTERRUPTED.swap(true, Ordering::SeqCst);
        signal_all(again);
        if !again {
            thread::spawn(|| {
                thread::sleep(PATIENCE);
                signal_all(true);
            });
        }
    })
    .map_err(|error| Problem::Said(format!("could not listen for Ctrl-C: {error}")))
}

/// Whether somebody asked the command to end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Waits a moment, for loops that look at something again and again.
pub fn pause() -> Outcome {
    if interrupted() {
        return Err(Problem::Interrupted);
    }
    thread::sleep(Duration::from_millis(100));
    Ok(())
}

/// A child that ends with this value, whichever way the command goes.
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts a program in a process group of its own and without a keyboard.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        if interrupted() {
            return Err(Problem::Interrupted);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .or_could_not(format_args!("start `{name}`"))?;
        list(|running| running.push(child.id()));
        if interrupted() {
            signal(child.id(), false); // Ctrl-C came between the two lines above and did not see it
        }
        Ok(Self { child, name })
    }

    /// Waits for the end of the child. An interrupted command is an error, however the child took it.
    pub fn wait(&mut self) -> Outcome<ExitStatus> {
        let status = self
            .child
            .wait()
            .or_could_not(format_args!("wait for `{}`", self.name))?;
        if interrupted() {
            Err(Problem::Interrupted)
        } else {
            Ok(status)
        }
    }

    /// What the child writes, line by line, when it was started with a pipe.
    pub fn lines(&mut self) -> impl Iterator<Item = String> + use<> {
        pieces(self.child.stdout.take(), b"\n").map(|line| line.trim_end_matches('\r').to_owned())
    }

    /// The same of its standard error, where a line that is written over another is one of its own.
    pub fn errors(&mut self) -> impl Iterator<Item = String> + use<> {
        pieces(self.child.stderr.take(), b"\r\n")
    }
}

/// What comes through the pipe, up to each of these bytes.
fn pieces(pipe: Option<impl Read>, ends: &'static [u8]) -> impl Iterator<Item = String> {
    let mut bytes = pipe
        .into_iter()
        .flat_map(|pipe| BufReader::new(pipe).bytes().map_while(Result::ok));
    iter::from_fn(move || {
        let mut piece = vec![bytes.next()?];
        while piece.last().is_some_and(|last| !ends.contains(last)) {
            let Some(byte) = bytes.next() else { break };
            piece.push(byte);
        }
        piece.pop_if(|last| ends.contains(last));
        // Not read as text directly: one invalid byte would end the reading, and soon after the child.
        Some(String::from_utf8_lossy(&piece).into_owned())
    })
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            signal(self.child.id(), false);
            let asked = Instant::now();
            while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(20));
            }
            signal(self.child.id(), true);
            let _ = self.child.wait();
        }
        list(|running| running.retain(|id| *id != self.child.id()));
    }
}

/// Runs a program to its end, its output going where ours goes.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    let status = Running::start(command)?.wait()?;
    if status.success() {
        Ok(())
    } else {
        problem(format!("{what} failed ({status}). What it said is above."))
    }
}

/// What a program writes to its standard output; an error holds what it wrote to the other.
pub fn text_of(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let errors = running.child.stderr.take();
    let errors = thread::spawn(move || {
        let mut text = String::new();
        errors.map(|mut pipe| pipe.read_to_string(&mut text));
        text
    });
    let text: Vec<String> = running.lines().collect();
    let status = running.wait()?;
    if status.success() {
        Ok(text.join("\n"))
    } else {
        let errors = errors.join().unwrap_or_default();
        problem(format!("`{name}` failed ({status}): {}", errors.trim()))
    }
}

fn list<T>(with: impl FnOnce(&mut Vec<u32>) -> T) -> T {
    let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    with(&mut running)
}

fn signal_all(hard: bool) {
    list(|running| running.iter().for_each(|id| signal(*id, hard)));
}

#[cfg(unix)]
fn signal(id: u32, hard: bool) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    let kind = if hard { Signal::SIGKILL } else { Signal::SIGTERM };
    if let Ok(id) = i32::try_from(id) {
        let _ = killpg(Pid::from_raw(id), kind);
    }
}

/// Elsewhere a console hands Ctrl-C to all of its programs by itself.
#[cfg(not(unix))]
fn signal(_id: u32, _hard: bool) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn odd_bytes_do_not_end_the_reading() {
        let mut running = Running::start(shell("printf 'one\\r\\n\\377\\nthree'").stdout(Stdio::piped())).unwrap();
        assert_eq!(running.lines().collect::<Vec<_>>(), ["one", "\u{fffd}", "three"]);
    }

    #[test]
    fn a_failure_tells_what_the_program_said() {
        let Err(Problem::Said(sentence)) = text_of(&mut shell("echo fine; echo why >&2; exit 3")) else {
            panic!("it failed")
        };
        assert!(sentence.contains("why") && sentence.contains('3'), "{sentence}");
        assert_eq!(text_of(&mut shell("echo fine; echo noise >&2")).unwrap(), "fine");
    }

    #[test]
    fn a_child_ends_with_all_that_it_started() {
        // The grandchild holds the pipe open for as long as it lives.
        let mut running = Running::start(shell("sleep 600 & echo started; wait").stdout(Stdio::piped())).unwrap();
        let mut lines = running.lines();
        assert_eq!(lines.next().as_deref(), Some("started"));
        drop(running);
        assert_eq!(lines.next(), None);
    }
}
