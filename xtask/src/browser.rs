//! Chromium and its driver: found, or installed where the system's packages have them.

use std::env;
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::command;

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where a browser may be beside PATH.
const BROWSER_PLACES: &[&str] = &[
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const DRIVER_PLACES: &[&str] =
    &["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver", "/snap/bin/chromium.chromedriver"];

const ADVICE: &str = "Install Chromium (or Chrome) and the ChromeDriver of the same version; Debian: `apt-get install \
     chromium chromium-driver`. Where they are not on PATH, set CHROME and CHROMEDRIVER to their programs";

/// A browser and the program that drives it.
pub struct Browser {
    /// Chromium or Chrome.
    chrome: PathBuf,
    driver: PathBuf,
}

/// Finds both, or installs both.
pub fn find() -> Result<Browser> {
    if let Some(browser) = look()? {
        return Ok(browser);
    }
    if !command::has_apt() {
        bail!("there is no Chromium with ChromeDriver here. {ADVICE}");
    }
    println!("Installing Chromium and ChromeDriver with apt-get. Takes 1 to 3 minutes, once.");
    command::apt_install(&["chromium", "chromium-driver"]).context(ADVICE)?;
    look()?.with_context(|| format!("Chromium was installed but is not to be found. {ADVICE}"))
}

fn look() -> Result<Option<Browser>> {
    let chrome = one("CHROME", BROWSERS, BROWSER_PLACES)?;
    let driver = one("CHROMEDRIVER", &["chromedriver"], DRIVER_PLACES)?;
    Ok(chrome.zip(driver).map(|(chrome, driver)| Browser { chrome, driver }))
}

fn one(variable: &str, names: &[&str], places: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) {
        if path.is_file() {
            return Ok(Some(path));
        }
        bail!("{variable}={} is not there", path.display());
    }
    let on_path = names.iter().find_map(|name| command::find(name));
    Ok(on_path.or_else(|| places.iter().map(PathBuf::from).find(|path| path.is_file())))
}

/// ChromeDriver at work; ended when dropped.
pub struct Driver {
    /// Where it listens.
    address: String,
    child: Child,
}

/// Tells a test program where the page, the browser and its driver are.
pub fn settings<'a>(test: &'a mut Command, browser: &Browser, driver: &Driver, page: &str) -> &'a mut Command {
    test.env("EOSIN_BROWSER_PAGE", page)
        .env("EOSIN_BROWSER_DRIVER", &driver.address)
        .env("EOSIN_BROWSER_CHROME", &browser.chrome)
}

impl Browser {
    /// Starts ChromeDriver on a free port.
    pub fn drive(&self) -> Result<Driver> {
        let mut child = Command::new(&self.driver)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be run. {ADVICE}", self.driver.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("ChromeDriver has no output")?).lines();
        let mut port = None;
        for line in lines.by_ref() {
            // "ChromeDriver was started successfully on port 36519."
            if let Some((_, rest)) = line?.split_once("started successfully on port ") {
                port = rest.trim_end_matches('.').parse::<u16>().ok();
                break;
            }
        }
        // What else it says must be read, or it would wait for a reader.
        thread::spawn(move || lines.for_each(drop));
        let mut driver = Driver { address: String::new(), child };
        let port = port.ok_or_else(|| anyhow!("ChromeDriver did not start. {ADVICE}"))?;
        driver.address = format!("http://127.0.0.1:{port}");
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to stop, it ends its browsers too; ended, it would leave them.
        let asked = TcpStream::connect(self.address.trim_start_matches("http://")).and_then(|mut stream| {
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n").map(|()| stream)
        });
        let end = Instant::now() + Duration::from_secs(5);
        while asked.is_ok() && Instant::now() < end {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
