// SPDX-License-Identifier: Apache-2.0

// Command openpit-replay replays recorded order flow through the limits of a TOML file.
//
//	go run ./cmd/openpit-replay FLOW.csv[.gz] --limits LIMITS.toml [--out DIR]
//
// The same flow and limits give the same decision log, and so the same digest, as the Python
// package's `openpit replay` and the Rust crate's example `replay`.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.openpit.dev/openpit"
)

const (
	decisionsName = "decisions.jsonl"
	digestName    = "decisions.sha256"
	exitBadInput  = 2
	// Lines of the decision log are fetched after this many rows, so that memory stays flat.
	drainRows = 4096
)

type arguments struct{ flow, limits, sync, out string }

func main() {
	given, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = replay(given, os.Stdout)
	}
	if err != nil {
		complain(given, err)
		os.Exit(exitBadInput)
	}
}

// parse takes the flow before or after the flags, as the other two replays do.
func parse(given []string) (arguments, error) {
	var parsed arguments
	flags := flag.NewFlagSet("openpit-replay", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&parsed.limits, "limits", "", "the policies, in the order in which they run")
	flags.StringVar(&parsed.out, "out", "", "write the decision log and its digest into this folder")
	flags.Func("sync", "the engine's sync policy, `local`, account or full: same decisions",
		func(name string) error {
			parsed.sync = name
			if _, known := syncs[name]; !known {
				return errors.New("allowed is `local`, `account` or `full`")
			}
			return nil
		})
	usage := "usage: openpit-replay FLOW.csv[.gz] --limits LIMITS.toml [--sync POLICY] [--out DIR]"
	var flows []string
	for rest := given; ; {
		if err := flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fmt.Println(usage)
				flags.SetOutput(os.Stdout)
				flags.PrintDefaults()
				return parsed, err
			}
			return parsed, fmt.Errorf("%w\n%s", err, usage)
		}
		if flags.NArg() == 0 {
			break
		}
		flows, rest = append(flows, flags.Arg(0)), flags.Args()[1:]
	}
	if len(flows) != 1 || parsed.limits == "" {
		return parsed, errors.New(usage)
	}
	parsed.flow = flows[0]
	return parsed, nil
}

func complain(given arguments, err error) {
	var config *openpit.ConfigError
	if !errors.As(err, &config) {
		fmt.Fprintf(os.Stderr, "openpit-replay: %v\n", err)
		return
	}
	for _, found := range config.Faults {
		fmt.Fprintf(os.Stderr, "openpit-replay: `%s` %v\n", given.limits, found)
	}
}

func replay(given arguments, output io.Writer) (err error) {
	engine, err := buildEngine(given)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	log, err := openLog(given.out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.close()) }()
	sender := newReplayer(engine, given.flow)
	began := time.Now()
	rows := 0
	err = readFlow(given.flow, func(r *row) error {
		if err := sender.send(r); err != nil {
			return err
		}
		if rows++; rows%drainRows != 0 {
			return nil
		}
		return log.drain(engine)
	})
	if err != nil {
		return err
	}
	if err := log.drain(engine); err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	digest, err := engine.DecisionsDigest()
	if err != nil {
		return err
	}
	if err := log.writeDigest(digest); err != nil {
		return err
	}
	printSummary(output, &sender.tally, seconds, digest)
	return nil
}

func buildEngine(given arguments) (*openpit.Engine, error) {
	limits, err := os.ReadFile(given.limits)
	if err != nil {
		return nil, unreadable(given.limits, err)
	}
	if !utf8.Valid(limits) {
		return nil, &fault{path: given.limits, reason: "is not UTF-8 text"}
	}
	found, err := surveyFlow(given.flow)
	if err != nil {
		return nil, err
	}
	engine, err := newBuilder(given.sync, string(limits), found.accounts).RecordDecisions().Build()
	if err != nil {
		return nil, err
	}
	if err := checkImpact(given, string(limits), found); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return engine, nil
}

// syncs chooses the sync policy by the name that users give it; none is local.
var syncs = map[string]func(*openpit.EngineBuilder) *openpit.EngineBuilder{
	"":        (*openpit.EngineBuilder).NoSync,
	"local":   (*openpit.EngineBuilder).NoSync,
	"account": (*openpit.EngineBuilder).AccountSync,
	"full":    (*openpit.EngineBuilder).FullSync,
}

func newBuilder(sync, limits string, accounts []string) *openpit.EngineBuilder {
	return syncs[sync](openpit.NewEngineBuilder()).
		Clock(openpit.NewManualClock()).
		Limits(limits, accounts)
}

// decisionLog is where the decision log goes; nowhere without a folder.
type decisionLog struct {
	folder string
	file   *os.File
	writer *bufio.Writer
}

func openLog(folder string) (*decisionLog, error) {
	if folder == "" {
		return &decisionLog{}, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(folder, decisionsName))
	if err != nil {
		return nil, err
	}
	return &decisionLog{folder: folder, file: file, writer: bufio.NewWriter(file)}, nil
}

func (l *decisionLog) drain(engine *openpit.Engine) error {
	lines, err := engine.Decisions()
	if err != nil || l.file == nil {
		return err
	}
	for _, line := range lines {
		if _, err := l.writer.WriteString(line + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// writeDigest writes the digest in the form that `sha256sum --check` reads.
func (l *decisionLog) writeDigest(digest string) error {
	if l.file == nil {
		return nil
	}
	text := digest + "  " + decisionsName + "\n"
	return os.WriteFile(filepath.Join(l.folder, digestName), []byte(text), 0o644)
}

func (l *decisionLog) close() error {
	if l.file == nil {
		return nil
	}
	return errors.Join(l.writer.Flush(), l.file.Close())
}

func printSummary(output io.Writer, t *tally, seconds float64, digest string) {
	lines := [][2]string{
		{"orders", strconv.Itoa(t.orders)},
		{"accepted", strconv.Itoa(t.accepted)},
		{"rejected", strconv.Itoa(t.orders - t.accepted)},
	}
	keys := slices.SortedFunc(maps.Keys(t.rejects), func(a, b rejectKey) int {
		return cmp.Or(strings.Compare(a.policy, b.policy), strings.Compare(a.code, b.code))
	})
	for _, key := range keys {
		name := "  " + key.policy + " " + key.code
		lines = append(lines, [2]string{name, strconv.Itoa(t.rejects[key])})
	}
	perSecond := float64(t.orders) / max(seconds, 1e-9)
	lines = append(
		lines,
		[2]string{"execution reports", strconv.Itoa(t.reports)},
		[2]string{"rows not sent", strconv.Itoa(t.notSent)},
		[2]string{"seconds", fmt.Sprintf("%.2f", seconds)},
		[2]string{"orders per second", fmt.Sprintf("%.0f", perSecond)},
		[2]string{"digest", digest},
	)
	width := 0
	for _, line := range lines {
		width = max(width, len(line[0]))
	}
	for _, line := range lines {
		fmt.Fprintf(output, "%-*s  %s\n", width, line[0], line[1])
	}
}
