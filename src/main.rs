//! Mounts the page. A worker is the same module, started by [`eosin::app::worker::worker_main`].

fn main() {
    eosin::app::start();
}
