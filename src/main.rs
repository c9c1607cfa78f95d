//! Starts the command line.

fn main() -> std::process::ExitCode {
    grantlint::cli::run(&mut grantlint::cli::Library::default())
}
