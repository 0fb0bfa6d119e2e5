//! Requests in order of rank, and within a rank in order of time: a queue by priority whose members may leave from
//! anywhere.
//!
//! Each rank is a doubly linked list in one slab, so that every operation but the search for a new rank takes the same
//! few steps however many wait. A member is named by its node.

use super::job::NONE;

/// Work left of a request that has not begun.
pub const NOT_BEGUN: u64 = u64::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    job: u32,
    before: u32,
    after: u32,
    rank: i32,
    mark: u64,
}

#[derive(Clone, Copy, Debug)]
struct List {
    rank: i32,
    head: u32,
    tail: u32,
}

/// A member that was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub job: u32,
    pub rank: i32,
    /// What was noted with it: work left of one who waits, end of work of one at work.
    pub mark: u64,
}

/// Which end of its rank a member joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Head,
    Tail,
}

/// Members by rank, the highest first.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    nodes: Vec<Node>,
    free: Vec<u32>,
    /// By rank, the highest first; a rank that was there once stays.
    lists: Vec<List>,
}

impl Ranks {
    /// Adds a job at one end of its rank; returns its node.
    pub fn add(&mut self, job: u32, rank: i32, mark: u64, end: End) -> u32 {
        let list = self.list_of(rank);
        let mut node = Node {
            job,
            before: NONE,
            after: NONE,
            rank,
            mark,
        };
        let List { head, tail, .. } = self.lists[list];
        match end {
            End::Head => node.after = head,
            End::Tail => node.before = tail,
        }
        let at = self.place(node);
        let list = &mut self.lists[list];
        let neighbour = match end {
            End::Head => std::mem::replace(&mut list.head, at),
            End::Tail => std::mem::replace(&mut list.tail, at),
        };
        if neighbour == NONE {
            (list.head, list.tail) = (at, at);
        } else if end == End::Head {
            self.nodes[neighbour as usize].before = at;
        } else {
            self.nodes[neighbour as usize].after = at;
        }
        at
    }

    fn place(&mut self, node: Node) -> u32 {
        if let Some(at) = self.free.pop() {
            self.nodes[at as usize] = node;
            return at;
        }
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// The place of a rank's list; a new one if there is none.
    fn list_of(&mut self, rank: i32) -> usize {
        let found = self.lists.binary_search_by(|list| rank.cmp(&list.rank));
        found.unwrap_or_else(|at| {
            let list = List {
                rank,
                head: NONE,
                tail: NONE,
            };
            self.lists.insert(at, list);
            at
        })
    }

    /// Takes a member out.
    pub fn remove(&mut self, at: u32) -> Member {
        let Node {
            job,
            before,
            after,
            rank,
            mark,
        } = self.nodes[at as usize];
        let list = self.list_of(rank);
        match before {
            NONE => self.lists[list].head = after,
            before => self.nodes[before as usize].after = after,
        }
        match after {
            NONE => self.lists[list].tail = before,
            after => self.nodes[after as usize].before = before,
        }
        self.free.push(at);
        Member { job, rank, mark }
    }

    /// The node of the first member of the highest rank.
    pub fn first(&self) -> Option<u32> {
        let heads = self.lists.iter().map(|list| list.head);
        heads.into_iter().find(|head| *head != NONE)
    }

    /// The node of the last member of the lowest rank.
    pub fn last(&self) -> Option<u32> {
        let tails = self.lists.iter().rev().map(|list| list.tail);
        tails.into_iter().find(|tail| *tail != NONE)
    }

    /// The node of the last member of the highest rank.
    pub fn last_of_first(&self) -> Option<u32> {
        let tails = self.lists.iter().map(|list| list.tail);
        tails.into_iter().find(|tail| *tail != NONE)
    }

    pub fn job(&self, at: u32) -> u32 {
        self.nodes[at as usize].job
    }

    pub fn rank(&self, at: u32) -> i32 {
        self.nodes[at as usize].rank
    }

    pub fn mark(&self, at: u32) -> u64 {
        self.nodes[at as usize].mark
    }

    pub fn set_mark(&mut self, at: u32, mark: u64) {
        self.nodes[at as usize].mark = mark;
    }

    /// Takes all members out, the first of the highest rank first.
    pub fn drain(&mut self) -> Vec<Member> {
        let mut all = Vec::with_capacity(self.nodes.len() - self.free.len());
        while let Some(first) = self.first() {
            all.push(self.remove(first));
        }
        all
    }

    /// Forgets all members.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn jobs(ranks: &mut Ranks) -> Vec<u32> {
        ranks.drain().iter().map(|member| member.job).collect()
    }

    #[test]
    fn the_highest_rank_goes_first_and_equals_in_turn() {
        let mut ranks = Ranks::default();
        for (job, rank) in [(1, 0), (2, 5), (3, 0), (4, -2), (5, 5)] {
            ranks.add(job, rank, NOT_BEGUN, End::Tail);
        }
        ranks.add(6, 0, 77, End::Head);
        assert_eq!(ranks.last().map(|at| ranks.rank(at)), Some(-2));
        assert_eq!(ranks.last_of_first().map(|at| ranks.job(at)), Some(5));
        assert_eq!(jobs(&mut ranks), [2, 5, 6, 1, 3, 4]);
        assert_eq!((ranks.first(), ranks.last()), (None, None));
    }

    proptest! {
        /// Against a plain list: whoever joins at whichever end and leaves from wherever.
        #[test]
        fn as_a_list_would(steps in prop::collection::vec((0u8..4, -1i32..2, any::<prop::sample::Index>()), 1..200)) {
            let mut ranks = Ranks::default();
            let mut model: Vec<(i32, u32, u32)> = Vec::new();
            for (job, (kind, rank, which)) in steps.into_iter().enumerate() {
                let job = job as u32;
                match kind {
                    0 | 1 => {
                        let end = if kind == 0 { End::Tail } else { End::Head };
                        let node = ranks.add(job, rank, u64::from(job), end);
                        let first = model.iter().position(|(r, ..)| *r <= rank).unwrap_or(model.len());
                        let after = model.iter().position(|(r, ..)| *r < rank).unwrap_or(model.len());
                        model.insert(if kind == 0 { after } else { first }, (rank, job, node));
                    }
                    2 if !model.is_empty() => {
                        let (rank, job, node) = model.remove(which.index(model.len()));
                        prop_assert_eq!(ranks.remove(node), Member { job, rank, mark: u64::from(job) });
                    }
                    _ => {}
                }
                prop_assert_eq!(ranks.first(), model.first().map(|(.., node)| *node));
                prop_assert_eq!(ranks.last(), model.last().map(|(.., node)| *node));
            }
            let left: Vec<u32> = model.iter().map(|(_, job, _)| *job).collect();
            prop_assert_eq!(jobs(&mut ranks), left);
        }
    }
}
