//! The folder where tools are kept: one for each user, shared by all clones, and never a folder in
//! which the user keeps programs of their own.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use anyhow::{Context as _, Result};

/// `$EOSIN_CACHE`, else `eosin` in the user's cache folder.
pub fn folder() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("EOSIN_CACHE") {
        return std::path::absolute(&folder).with_context(|| format!("EOSIN_CACHE={} is not a path", folder.display()));
    }
    let user = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let user = user.context("there is no home folder to keep tools in; set EOSIN_CACHE to a folder and try again")?;
    Ok(user.join("eosin"))
}

/// Held while tools are installed, so that two runs do not install the same one; let go when dropped,
/// or when the program ends in any way.
pub struct Lock {
    _file: File,
}

/// Takes the lock, waiting for another run to be done.
pub fn lock() -> Result<Lock> {
    let folder = folder()?;
    let cannot = || format!("cannot write in {}; set EOSIN_CACHE to a folder that can be written", folder.display());
    fs::create_dir_all(&folder).with_context(cannot)?;
    let file = File::create(folder.join("lock")).with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("Another run is preparing tools in {}; waiting for it.", folder.display());
            file.lock().with_context(cannot)?;
        }
        Err(TryLockError::Error(problem)) => return Err(problem).with_context(cannot),
    }
    Ok(Lock { _file: file })
}
