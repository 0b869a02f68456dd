//! A server that takes longer for a page than is waited for is asked for fewer rows at once, and for more again as those
//! come in time.

use super::ask::{PageRequest, Slow};
use super::patience::Patience;
use super::{Reading, Stage, split};

/// Slow answers never reduce a page below this many rows.
const LEAST: u64 = 5;

/// No trial is longer than so many pages.
const LONGEST_TRIAL: u32 = 64;

impl Reading {
    /// The answer took longer than is waited for. Whether that helps: fewer rows are asked for from here on, else the same
    /// once more.
    pub fn timed_out(&mut self, request: &PageRequest) -> bool {
        self.failed(request);
        if request.size > self.patience.most && matches!(self.stage, Stage::Pages) {
            // It was asked before another one took too long.
            return true;
        }
        let Some(fewer) = self.fewer(request.size).filter(|fewer| *fewer >= LEAST) else {
            return false;
        };
        let patience = &mut self.patience;
        patience.most = patience.most.min(fewer);
        patience.good = 0;
        if std::mem::take(&mut patience.has_grown) {
            patience.trial = (patience.trial * 2).min(LONGEST_TRIAL);
        }
        match self.stage {
            // Parts are made of what is next.
            Stage::Pages | Stage::Settled | Stage::Done => {}
            Stage::Last | Stage::Tail { .. } => {
                self.queue.clear();
                self.push_last(self.patience.most);
            }
            // What was looked at belongs to pages of the other size.
            Stage::RevokedProbe(_) | Stage::Gone(_) | Stage::Revoked(_) | Stage::Confirm => self.look(),
        }
        true
    }

    /// The next smaller part of a usual page.
    fn fewer(&self, than: u64) -> Option<u64> {
        let mut fewer = self.size;
        while fewer >= than {
            fewer = split::smaller(fewer)?;
        }
        Some(fewer)
    }

    /// What is done about a page that took too long.
    pub(super) fn slow(&self) -> Option<Slow> {
        let Patience { most, has_grown, .. } = self.patience;
        match most < self.size {
            true => Some(Slow::Fewer(most)),
            false => has_grown.then_some(Slow::Trial),
        }
    }

    /// A page came: after some of them, more is asked for at once.
    pub(super) fn came_in_time(&mut self, request: &PageRequest) {
        let patience = &mut self.patience;
        let is_all_well = patience.most >= self.size && !patience.has_grown;
        if is_all_well || request.size != patience.most || !matches!(self.stage, Stage::Pages) {
            return;
        }
        patience.good += 1;
        if patience.good < patience.trial {
            return;
        }
        if patience.most >= self.size {
            patience.has_grown = false;
        } else {
            let mut more = self.size;
            while let Some(fewer) = split::smaller(more).filter(|fewer| *fewer > patience.most) {
                more = fewer;
            }
            patience.most = more;
            patience.good = 0;
            patience.has_grown = true;
        }
    }

    /// Takes a page from the queue; where it is larger than what comes in time, its last part.
    pub(super) fn take_from_queue(&mut self, at: usize) -> (u64, PageRequest) {
        let (lane, request) = self.queue.remove(at);
        let mut size = request.size;
        while size > self.patience.most
            && let Some(fewer) = split::smaller(size)
        {
            size = fewer;
        }
        if size == request.size || !matches!(self.stage, Stage::Pages) {
            return (lane, request);
        }
        let mut parts: Vec<_> = self.parts(&request, size).map(|part| (lane, part)).collect();
        let last = parts.pop().unwrap_or((lane, request));
        self.queue.splice(at..at, parts);
        last
    }
}
