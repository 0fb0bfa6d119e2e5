//! The program's entry.

/// Keeps the memory of a frame's triangles for those of the next one. The allocator of some systems gives it back after
/// every frame and takes it again page by page, which costs more than the triangles do.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    topolab::cli::main()
}
