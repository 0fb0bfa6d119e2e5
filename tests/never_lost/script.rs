//! What the hand does: the same steps for the same seed, so that the test knows every document that ever was.

use sim_core::catalog::Value;
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;
use topolab::commands::{AppCommand, SelectMode, dispatch};
use topolab::runner::Runner;
use topolab::session::Session;

const DESIGN: &str = include_str!("../../examples/three-tier.json");

/// A session with the example, stopped.
pub fn session() -> Session {
    let loaded = sim_core::file::load(DESIGN).unwrap_or_else(|error| panic!("{error}"));
    Session::new(loaded.document, Runner::inline())
}

/// A number from 0 to `below` - 1 for step `n` (SplitMix64).
fn number(seed: u64, n: u64, below: usize) -> usize {
    let mut z = (seed ^ n.wrapping_mul(0xD1B5_4A32_D192_ED03)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) % below as u64) as usize
}

/// Does step `n`; `after` sees the session after each command of it.
pub fn step(session: &mut Session, seed: u64, n: u64, mut after: impl FnMut(&Session)) {
    let pick = |salt: u64, below: usize| number(seed ^ salt << 48, n, below.max(1));
    let ids: Vec<Id> = session.document().components.keys().cloned().collect();
    let one = ids.get(pick(1, ids.len())).cloned();
    let select = |ids: Vec<Id>| AppCommand::Select {
        ids,
        mode: SelectMode::Replace,
    };
    let place = AppCommand::Place {
        service: "server".to_owned(),
        at: Some([8.0 * n as f32, 800.0]),
        parent: None,
    };
    let commands = match (pick(2, 12), one) {
        (0 | 1, Some(id)) => {
            let name = format!("이름 {n}");
            vec![AppCommand::Edit(Edit::Rename { id, name }, "step.rename")]
        }
        (2 | 3, Some(id)) => {
            let by = [8.0 * (n % 5) as f32 - 16.0, 8.0];
            let ids = vec![id];
            vec![AppCommand::Edit(Edit::Move { ids, by }, "step.move")]
        }
        (4, Some(id)) => vec![select(vec![id]), AppCommand::Duplicate],
        (5, Some(id)) => vec![select(vec![id]), AppCommand::Delete],
        (6 | 7, _) => vec![AppCommand::Undo],
        (8, _) => vec![AppCommand::Redo],
        (9, _) => vec![AppCommand::SetSeed(n)],
        (10, _) => slide(session, n),
        _ => vec![place],
    };
    for command in commands {
        dispatch(session, command);
        after(session);
    }
    if n.is_multiple_of(3) {
        dispatch(session, AppCommand::EndGesture);
    }
}

/// A slider that is dragged: several changes, one step.
fn slide(session: &Session, n: u64) -> Vec<AppCommand> {
    let Some(id) = session.document().links.keys().next().cloned() else {
        return vec![AppCommand::Redo];
    };
    let set = |value: u64| Edit::SetParam {
        id: id.clone(),
        param: "retries".to_owned(),
        value: Some(Value::Number((value % 20) as f64)),
    };
    (n..n + 4)
        .map(|value| AppCommand::Edit(set(value), "step.configure"))
        .collect()
}
