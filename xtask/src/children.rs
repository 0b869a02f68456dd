//! The programs that a command starts. Each leads its own process group, so that Ctrl-C, a polite `kill` or a closed
//! terminal ends it and all that it started, and nothing is left behind.

use std::io::{BufRead, BufReader, Read};
use std::iter;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::problem::{Context, Outcome, Problem, problem};

/// How often somebody asked the command to end.
static ASKED_TO_END: AtomicU32 = AtomicU32::new(0);

/// How long a child may take to end when asked, before it is ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait before looking again.
const MOMENT: Duration = Duration::from_millis(20);

/// From here on Ctrl-C, or the system's request to end, no longer ends this program: the code that waits for a child ends
/// the child, and then this program ends by itself. A second request does not wait for the children.
pub fn watch_for_ctrl_c() -> Outcome {
    ctrlc::set_handler(|| {
        ASKED_TO_END.fetch_add(1, Ordering::SeqCst);
    })
    .map_err(|error| Problem::Said(format!("could not listen for Ctrl-C: {error}")))
}

fn interrupted() -> bool {
    ASKED_TO_END.load(Ordering::SeqCst) > 0
}

/// Waits a moment, for loops that look at something again and again.
pub fn pause() -> Outcome {
    if interrupted() {
        return Err(Problem::Interrupted);
    }
    thread::sleep(MOMENT);
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
        if interrupted() {
            return Err(Problem::Interrupted);
        }
        let name = command.get_program().to_string_lossy().into_owned();
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .or_could_not(format_args!("start `{name}`"))?;
        Ok(Self { child, name })
    }

    /// Waits for the end of the child. An interrupted command is an error, however the child took it.
    pub fn wait(&mut self) -> Outcome<ExitStatus> {
        loop {
            let ended = self.child.try_wait();
            if interrupted() {
                end(&mut self.child);
                return Err(Problem::Interrupted);
            }
            if let Some(status) = ended.or_could_not(format_args!("wait for `{}`", self.name))? {
                return Ok(status);
            }
            thread::sleep(MOMENT);
        }
    }

    /// What the child writes, line by line, when it was started with a pipe.
    pub fn lines(&mut self) -> impl Iterator<Item = String> + use<> {
        let lines = pieces(self.child.stdout.take(), b'\n').flatten();
        lines.map(|line| line.trim_end_matches('\r').to_owned())
    }

    /// What it writes to its standard error, up to where a line begins that is written over another; `None` while nothing
    /// comes.
    pub fn errors(&mut self) -> impl Iterator<Item = Option<String>> + use<> {
        pieces(self.child.stderr.take(), b'\r')
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            end(&mut self.child);
        }
    }
}

/// What comes through the pipe, up to each such byte, and `None` while nothing comes; until the pipe ends or the command
/// is to end.
fn pieces<P: Read + Send + 'static>(pipe: Option<P>, end: u8) -> impl Iterator<Item = Option<String>> + use<P> {
    let (sender, pieces) = mpsc::channel();
    // Read to its end even when nobody listens any more: a child that is ending must not fall over what it says.
    thread::spawn(move || {
        for piece in pipe.into_iter().flat_map(|pipe| BufReader::new(pipe).split(end)) {
            // Not read as text directly: one invalid byte would end the reading, and soon after the child.
            let _ = sender.send(String::from_utf8_lossy(&piece?).into_owned());
        }
        std::io::Result::Ok(())
    });
    iter::from_fn(move || match pieces.recv_timeout(MOMENT) {
        _ if interrupted() => None,
        Ok(piece) => Some(Some(piece)),
        Err(mpsc::RecvTimeoutError::Timeout) => Some(None),
        Err(mpsc::RecvTimeoutError::Disconnected) => None,
    })
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
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let errors = running.errors();
    let text: Vec<String> = running.lines().collect();
    let status = running.wait()?;
    if status.success() {
        Ok(text.join("\n"))
    } else {
        let errors: String = errors.flatten().collect();
        problem(format!("`{}` failed ({status}): {}", running.name, errors.trim()))
    }
}

/// Asks the child and all that it started to end, and ends what takes too long.
#[cfg(unix)]
fn end(child: &mut Child) {
    use nix::sys::signal::{Signal, killpg};
    let group = nix::unistd::Pid::from_raw(child.id().cast_signed());
    let _ = killpg(group, Signal::SIGTERM);
    let asked = Instant::now();
    // A child that has ended is in its group until somebody asks how it ended.
    while child.try_wait().is_ok() && killpg(group, None).is_ok() && is_patient(asked) {
        thread::sleep(MOMENT);
    }
    let _ = killpg(group, Signal::SIGKILL);
    let _ = child.wait();
}

/// Elsewhere a console hands Ctrl-C to all of its programs by itself.
#[cfg(not(unix))]
fn end(child: &mut Child) {
    let asked = Instant::now();
    while matches!(child.try_wait(), Ok(None)) && is_patient(asked) {
        thread::sleep(MOMENT);
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn is_patient(asked: Instant) -> bool {
    asked.elapsed() < PATIENCE && ASKED_TO_END.load(Ordering::SeqCst) < 2
}

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
