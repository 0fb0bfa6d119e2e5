//! The program's entry.

fn main() -> std::process::ExitCode {
    topolab::cli::main()
}
