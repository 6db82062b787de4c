//! Long work of the window: one of a kind at a time, each can be told to stop, and each says how far it is no oftener
//! than a person can see.

use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, Ordering},
};

use store::progress::{Stage, Step};

use crate::state::held;

/// One kind of long work.
#[derive(Debug, Default)]
pub struct Long {
    is_stopped: AtomicBool,
    one_at_a_time: Mutex<()>,
}

impl Long {
    /// Begins, when another one of the kind has ended.
    pub fn begin(&self) -> MutexGuard<'_, ()> {
        self.is_stopped.store(false, Ordering::SeqCst);
        held(&self.one_at_a_time)
    }

    /// Stops what is under way, waits for its end, and keeps another one from beginning.
    pub fn keep_quiet(&self) -> MutexGuard<'_, ()> {
        self.stop();
        held(&self.one_at_a_time)
    }

    /// Waits for the end of what is under way.
    pub fn wait(&self) {
        drop(held(&self.one_at_a_time));
    }

    /// Asks what is under way to stop.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
    }

    /// Returns whether nobody has asked it to stop.
    pub fn goes_on(&self) -> bool {
        !self.is_stopped.load(Ordering::SeqCst)
    }
}

/// Tells the steps that a person could see apart: each stage, and of it each hundredth.
#[derive(Debug, Default)]
pub struct News(Option<(Stage, u64)>);

impl News {
    /// Returns whether this step differs from the one before in what a person sees.
    pub fn is_new(&mut self, step: Step) -> bool {
        let now = Some((step.stage, (step.done * 100).checked_div(step.total).unwrap_or(0)));
        std::mem::replace(&mut self.0, now) != now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_steps_of_a_stage_are_told_a_hundred_times_and_each_stage_at_once() {
        let mut news = News::default();
        let steps = |stage| (0..1_000_000).map(move |done| Step { stage, done, total: 1_000_000 });

        let told = steps(Stage::Log).filter(|step| news.is_new(*step)).count();
        let pages = Step { stage: Stage::Pages, done: 0, total: 0 };

        assert_eq!(told, 100);
        assert!(news.is_new(pages) && !news.is_new(pages));
    }

    #[test]
    fn work_that_was_stopped_does_not_stop_the_next_one() {
        let long = Long::default();
        drop(long.begin());
        long.stop();
        assert!(!long.goes_on());

        let _next = long.begin();

        assert!(long.goes_on());
    }
}
