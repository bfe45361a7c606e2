// SPDX-License-Identifier: Apache-2.0
//! Opens the flow, plain or gzip, and holds its lines to what the CSV reader would let pass.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;

use super::fault::Fault;

const MAX_LINE_BYTES: usize = 65_536;

/// Opens a file for reading; gzip by its name's `.gz`.
pub fn open(path: &str) -> Result<GuardedLines, Fault> {
    let unreadable =
        |error: io::Error| Fault::of_file(path, format!("cannot be read: {}", plain(&error)));
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(Fault::of_file(path, "cannot be read: is a directory"));
    }
    let bytes: Box<dyn Read> = if path.ends_with(".gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(GuardedLines {
        bytes: BufReader::with_capacity(MAX_LINE_BYTES, bytes),
        path: path.to_owned(),
        number: 0,
        line: Vec::new(),
        given: 0,
    })
}

/// What the system says of a failure, as the other languages show it: in lower case and without
/// Rust's own number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}

/// The lines of a file, handed on one by one; refuses empty lines, carriage returns, endless lines
/// and bytes that are no UTF-8, which a CSV reader skips, strips or takes.
pub struct GuardedLines {
    bytes: BufReader<Box<dyn Read>>,
    path: String,
    number: u64,
    line: Vec<u8>,
    given: usize,
}

impl GuardedLines {
    fn next_line(&mut self) -> Result<(), Fault> {
        self.line.clear();
        self.given = 0;
        self.number += 1;
        let most = MAX_LINE_BYTES as u64 + 1;
        let read = (&mut self.bytes)
            .take(most)
            .read_until(b'\n', &mut self.line);
        read.map_err(|error| self.unreadable(&error))?;
        if self.line.len() > MAX_LINE_BYTES {
            return Err(self.fault("the line is too long", "at most 65536 bytes"));
        }
        if self.line == b"\n" {
            return Err(self.fault("the line is empty", "8 fields"));
        }
        if let Err(error) = std::str::from_utf8(&self.line) {
            let place = error.valid_up_to();
            let reason = format!(
                "byte {} of the line is `{:#04x}`",
                place + 1,
                self.line[place]
            );
            return Err(self.fault(&reason, "UTF-8 text"));
        }
        // The CSV reader would strip it, and then read what the other languages refuse.
        if self.number == 1 && self.line.starts_with("\u{feff}".as_bytes()) {
            let line = String::from_utf8_lossy(&self.line);
            let reason = format!("`{}` is not the header", line.trim_end());
            return Err(self.fault(&reason, "the header without a byte order mark"));
        }
        if self.line.contains(&b'\r') {
            return Err(self.fault("the line has a carriage return", "LF as the line's end"));
        }
        Ok(())
    }

    fn unreadable(&self, error: &io::Error) -> Fault {
        if self.path.ends_with(".gz") {
            return Fault::of_file(&self.path, "is not a whole gzip file")
                .allowed("gzip data under `.gz`");
        }
        Fault::of_file(&self.path, format!("cannot be read: {}", plain(error)))
    }

    fn fault(&self, reason: &str, allowed: &str) -> Fault {
        Fault::of_file(&self.path, reason)
            .in_line(self.number)
            .allowed(allowed)
    }
}

impl Read for GuardedLines {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.given == self.line.len() {
            self.next_line().map_err(io::Error::other)?;
        }
        let rest = &self.line[self.given..];
        let count = rest.len().min(target.len());
        target[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
