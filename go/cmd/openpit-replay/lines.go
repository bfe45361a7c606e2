// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

const maxLineBytes = 65_536

// guardedLines are the lines of a file, plain or gzip. It refuses empty lines, carriage returns,
// endless lines and bytes that are no UTF-8, which a CSV reader skips, strips or takes.
type guardedLines struct {
	file  *os.File
	bytes *bufio.Reader
	path  string
	line  int
	rest  []byte
}

func openLines(path string) (*guardedLines, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	lines := &guardedLines{file: file, path: path}
	var source io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		unzipped, err := gzip.NewReader(file)
		if err != nil {
			_ = file.Close()
			return nil, unreadable(path, err)
		}
		source = unzipped
	}
	lines.bytes = bufio.NewReaderSize(source, maxLineBytes+1)
	return lines, nil
}

// Close closes the file.
func (l *guardedLines) Close() error { return l.file.Close() }

// Read hands on checked lines.
func (l *guardedLines) Read(target []byte) (int, error) {
	if len(l.rest) == 0 {
		if err := l.next(); err != nil {
			return 0, err
		}
	}
	count := copy(target, l.rest)
	l.rest = l.rest[count:]
	return count, nil
}

func (l *guardedLines) next() error {
	line, err := l.bytes.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		allowed := "at most " + strconv.Itoa(maxLineBytes) + " bytes"
		return &fault{path: l.path, line: l.line + 1, reason: "the line is too long", allowed: allowed}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return unreadable(l.path, err)
	}
	if len(line) == 0 {
		return io.EOF
	}
	l.line++
	if err := l.check(line); err != nil {
		return err
	}
	l.rest = line
	return nil
}

func (l *guardedLines) check(line []byte) error {
	if line[0] == '\n' {
		return &fault{path: l.path, line: l.line, reason: "the line is empty", allowed: "8 fields"}
	}
	for place, character := 0, line; len(character) > 0; {
		decoded, size := utf8.DecodeRune(character)
		if decoded == utf8.RuneError && size == 1 {
			reason := "byte " + strconv.Itoa(place+1) + " of the line is `0x" +
				strconv.FormatUint(uint64(character[0]), 16) + "`"
			return &fault{path: l.path, line: l.line, reason: reason, allowed: "UTF-8 text"}
		}
		if decoded == '\r' {
			reason := "the line has a carriage return"
			return &fault{
				path: l.path, line: l.line, reason: reason, allowed: "LF as the line's end",
			}
		}
		place, character = place+size, character[size:]
	}
	return nil
}

func unreadable(path string, err error) error {
	var already *fault
	if errors.As(err, &already) {
		return already
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return &fault{path: path, reason: "cannot be read: " + pathError.Err.Error()}
	}
	if strings.HasSuffix(path, ".gz") {
		return &fault{
			path: path, reason: "is not a whole gzip file", allowed: "gzip data under `.gz`",
		}
	}
	return &fault{path: path, reason: "cannot be read: " + err.Error()}
}
