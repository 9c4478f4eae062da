//! Who does the work: the workers there are, and the loads each of them has been given.
//!
//! A worker takes its loads one after the other. It is given several when they are small, so that it
//! never waits for the page, and one when it is large, so that nothing small waits behind it. A second
//! worker is started when the first has its hands full.

use std::collections::VecDeque;

use super::LoadId;

/// A worker, counted from 0 in the order in which they are first started.
pub type HandId = usize;

/// A load of more bytes is given to a worker that has nothing else to do.
const SMALL: u64 = 64 << 10;
/// Small loads that a worker may have at a time.
const MOST_AT_ONCE: usize = 32;

/// The workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    hands: Vec<Hand>,
    most: usize,
    absent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Hand {
    phase: Phase,
    /// What it has been given; the first is being worked on.
    loads: VecDeque<LoadId>,
    /// Whether nothing may be added until it has nothing left.
    full: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Starting,
    Ready,
    /// It never got as far as waiting for work.
    Gone,
}

/// What comes of a place asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The load is this worker's now; `true` where it is begun at once.
    At(HandId, bool),
    /// Another worker is to be started for it.
    Start(HandId),
    /// It waits.
    Nowhere,
}

/// What becomes of a worker that died.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// It was at work on the first, had not begun the others, and is to be started again.
    AtWork(Option<LoadId>, Vec<LoadId>),
    /// It never worked. Others do.
    OneLess,
    /// It never worked, and there is no other: the page does the work itself.
    Last,
}

impl Default for Pool {
    fn default() -> Pool {
        Pool::of(1)
    }
}

impl Pool {
    /// More loads than all workers can have together.
    pub const MOST: usize = 4 * MOST_AT_ONCE;

    /// At most so many workers, the first of which is being started.
    pub fn of(most: usize) -> Pool {
        Pool { hands: vec![Hand::starting()], most: most.max(1), absent: false }
    }

    /// Whether there is no worker to be had.
    pub fn is_absent(&self) -> bool {
        self.absent
    }

    /// A worker waits for work.
    pub fn ready(&mut self, hand: HandId) {
        if let Some(hand) = self.hands.get_mut(hand) {
            hand.phase = Phase::Ready;
        }
    }

    /// A worker died, or could not be started.
    pub(super) fn died(&mut self, id: HandId) -> Death {
        let Some(hand) = self.hands.get_mut(id).filter(|_| !self.absent) else { return Death::OneLess };
        if hand.phase == Phase::Ready {
            let mut loads = std::mem::replace(hand, Hand::starting()).loads;
            let first = loads.pop_front();
            return Death::AtWork(first, loads.into());
        }
        hand.phase = Phase::Gone;
        if self.hands.iter().any(|hand| hand.phase != Phase::Gone) {
            return Death::OneLess;
        }
        // From now on the page itself is the only hand.
        self.absent = true;
        self.most = 1;
        self.hands = vec![Hand { phase: Phase::Ready, ..Hand::starting() }];
        Death::Last
    }

    /// Whether a load has been given to somebody.
    pub fn holds(&self, load: LoadId) -> bool {
        self.hands.iter().any(|hand| hand.loads.contains(&load))
    }

    /// Whether a load is being worked on.
    pub fn works_on(&self, load: LoadId) -> bool {
        self.hands.iter().any(|hand| hand.loads.front() == Some(&load))
    }

    /// Whether nobody has anything to do.
    #[cfg(test)]
    pub fn is_idle(&self) -> bool {
        self.hands.iter().all(|hand| hand.loads.is_empty())
    }

    /// Finds a place for a load of so many bytes.
    pub(super) fn place(&mut self, load: LoadId, size: u64) -> Place {
        let small = size <= SMALL && !self.absent;
        let room = |hand: &Hand| {
            hand.phase == Phase::Ready
                && (hand.loads.is_empty() || small && !hand.full && hand.loads.len() < MOST_AT_ONCE)
        };
        let free =
            self.hands.iter().enumerate().filter(|(_, hand)| room(hand)).min_by_key(|(_, hand)| hand.loads.len());
        // One that has nothing to do rather than one that must be started, and that rather than to wait.
        let best = free.map(|(id, hand)| (id, hand.loads.is_empty()));
        match best {
            Some((id, idle)) if idle || !self.can_start() => {
                let Some(hand) = self.hands.get_mut(id) else { return Place::Nowhere };
                hand.loads.push_back(load);
                hand.full = !small;
                Place::At(id, idle)
            }
            _ if self.can_start() => {
                self.hands.push(Hand::starting());
                Place::Start(self.hands.len() - 1)
            }
            _ => Place::Nowhere,
        }
    }

    fn can_start(&self) -> bool {
        let starting = self.hands.iter().any(|hand| hand.phase == Phase::Starting);
        !self.absent && !starting && self.hands.len() < self.most
    }

    /// A load is done with: the one that its worker turns to now.
    pub fn finish(&mut self, load: LoadId) -> Option<LoadId> {
        let hand = self.hands.iter_mut().find(|hand| hand.loads.contains(&load))?;
        let first = hand.loads.front() == Some(&load);
        hand.loads.retain(|other| *other != load);
        hand.loads.front().copied().filter(|_| first)
    }

    /// Takes a load from its worker. Where it was being worked on, only the worker's end ends that: the
    /// worker to start again, and what it had not begun.
    pub fn stop(&mut self, load: LoadId) -> Option<(HandId, Vec<LoadId>)> {
        let id = self.hands.iter().position(|hand| hand.loads.contains(&load))?;
        let hand = self.hands.get_mut(id)?;
        let begun = hand.loads.front() == Some(&load);
        hand.loads.retain(|other| *other != load);
        // The page's own work cannot be ended: its answer is dropped when it comes.
        if !begun || self.absent {
            return None;
        }
        let hand = self.hands.get_mut(id)?;
        Some((id, std::mem::replace(hand, Hand::starting()).loads.into()))
    }

    /// Takes everything from everybody: the workers to start again.
    pub fn stop_all(&mut self) -> Vec<HandId> {
        let mut ended = Vec::new();
        for (id, hand) in self.hands.iter_mut().enumerate() {
            if self.absent {
                hand.loads.clear();
            } else if !hand.loads.is_empty() {
                *hand = Hand::starting();
                ended.push(id);
            }
        }
        ended
    }
}

impl Hand {
    fn starting() -> Hand {
        Hand { phase: Phase::Starting, loads: VecDeque::new(), full: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(most: usize, ready: usize) -> Pool {
        let mut pool = Pool::of(most);
        pool.ready(0);
        for hand in 1..ready {
            pool.hands.push(Hand::starting());
            pool.ready(hand);
        }
        pool
    }

    #[test]
    fn a_second_worker_is_started_when_the_first_is_busy() {
        let mut pool = pool(2, 1);
        assert_eq!(pool.place(0, 1), Place::At(0, true));
        assert_eq!(pool.place(1, 1), Place::Start(1));
        // Until it is there, the first takes what is small.
        assert_eq!(pool.place(1, 1), Place::At(0, false));
        assert_eq!(pool.place(2, SMALL + 1), Place::Nowhere);
        pool.ready(1);
        assert_eq!(pool.place(2, SMALL + 1), Place::At(1, true));
        assert!(pool.works_on(0) && pool.works_on(2) && pool.holds(1) && !pool.works_on(1));
        assert_eq!(pool.finish(0), Some(1));
        assert_eq!(pool.finish(1), None);
        assert!(!pool.is_idle());
        assert_eq!(pool.finish(2), None);
        assert!(pool.is_idle());
    }

    #[test]
    fn nothing_small_waits_behind_something_large() {
        let mut pool = pool(1, 1);
        assert_eq!(pool.place(0, SMALL + 1), Place::At(0, true));
        assert_eq!(pool.place(1, 1), Place::Nowhere);
        pool.finish(0);
        for load in 1..=MOST_AT_ONCE {
            assert!(matches!(pool.place(u32::try_from(load).unwrap(), 1), Place::At(0, _)));
        }
        assert_eq!(pool.place(99, 1), Place::Nowhere);
    }

    #[test]
    fn loads_are_spread() {
        let mut pool = pool(2, 2);
        assert_eq!(pool.place(0, 1), Place::At(0, true));
        assert_eq!(pool.place(1, 1), Place::At(1, true));
        assert_eq!(pool.place(2, 1), Place::At(0, false));
        assert_eq!(pool.place(3, 1), Place::At(1, false));
    }

    #[test]
    fn a_worker_that_dies_at_work_loses_what_it_had_begun() {
        let mut pool = pool(1, 1);
        for load in 0..3 {
            pool.place(load, 1);
        }
        assert_eq!(pool.died(0), Death::AtWork(Some(0), vec![1, 2]));
        assert_eq!(pool.place(1, 1), Place::Nowhere);
        pool.ready(0);
        assert_eq!(pool.place(1, 1), Place::At(0, true));
    }

    #[test]
    fn workers_that_never_start_are_done_without() {
        let mut pool = pool(2, 1);
        pool.place(0, 1);
        assert_eq!(pool.place(1, 1), Place::Start(1));
        assert_eq!(pool.died(1), Death::OneLess);
        assert_eq!(pool.place(1, 1), Place::At(0, false));
        let mut pool = Pool::of(2);
        assert_eq!(pool.died(0), Death::Last);
        assert!(pool.is_absent());
        assert_eq!(pool.died(0), Death::OneLess, "said again");
        // The page takes one at a time.
        assert_eq!(pool.place(0, 1), Place::At(0, true));
        assert_eq!(pool.place(1, 1), Place::Nowhere);
        assert_eq!(pool.stop(0), None);
        assert!(pool.is_idle());
    }

    #[test]
    fn what_is_stopped_before_it_is_begun_ends_nobody() {
        let mut pool = pool(1, 1);
        for load in 0..3 {
            pool.place(load, 1);
        }
        assert_eq!(pool.stop(1), None);
        assert_eq!(pool.stop(0), Some((0, vec![2])));
        pool.ready(0);
        pool.place(2, 1);
        assert_eq!(pool.stop_all(), [0]);
        assert!(pool.is_idle());
    }
}
