//! The program's entry.

fn main() -> eframe::Result {
    topolab::window::run(std::env::args_os().nth(1).map(Into::into))
}
