// A second opinion on evidence bundles, from docs/proofs.md alone: golang.org/x/mod/sumdb checks proofs and notes.
// Takes the folder of an unpacked bundle a line, gives what is wrong with it a line, empty where nothing is.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	known = regexp.MustCompile(`^(SHA256SUMS|checkpoint\.txt|(entries|records)\.(jsonl|proof)|index\.html|verify\.sh|` +
		`timestamp-[1-9][0-9]{0,14}\.tsr|(payloads|parts)/[0-9a-f]{64}\.bin|texts/[0-9a-f]{64}\.txt)$`)
	entryProof  = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})((?: [0-9a-f]{64})*)$`)
	recordProof = regexp.MustCompile(`^(0|[1-9][0-9]{0,14}) (0|[1-9][0-9]{0,14}) ([0-9a-f]{32}) ` +
		`([0-9a-f]{12}(?:,[0-9a-f]{12})*)((?: [0-9a-f]{64})*)$`)
	recordStart = regexp.MustCompile(`^\["([a-z_]+/[1-9][0-9]*)","([A-Za-z0-9_.-]+)",\[`)
	owned       = regexp.MustCompile(`^(addresses|articles|assertions|claims|collection_articles|decisions|removals|stub_titles)/1$`)
)

type entry struct {
	Number      int64
	Event       string
	Origin      string
	Vkey        string
	Commitments struct {
		Root string
		Size int64
	}
}

type row = []interface{}

// A record, by form and owner.
type key struct{ form, owner string }

type bundle struct {
	files   map[string][]byte
	origin  string
	size    int64
	root    tlog.Hash
	events  map[int64]entry
	records map[key][]row
}

func unhex(text string) []byte {
	data, _ := hex.DecodeString(text)
	return data
}

func toHash(data []byte) (found tlog.Hash) {
	copy(found[:], data)
	return
}

func path(text string) (found tlog.RecordProof) {
	for _, one := range strings.Fields(text) {
		found = append(found, toHash(unhex(one)))
	}
	return
}

func sum(data []byte) string {
	hashed := sha256.Sum256(data)
	return hex.EncodeToString(hashed[:])
}

// load reads all files, which must be those of the list.
func load(folder string) (*bundle, error) {
	found := &bundle{files: map[string][]byte{}, events: map[int64]entry{}, records: map[key][]row{}}
	var names []string
	err := filepath.WalkDir(folder, func(at string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(at, folder+string(filepath.Separator)))
		if !known.MatchString(name) || !one.Type().IsRegular() {
			return fmt.Errorf("%q is no file of a bundle", name)
		}
		data, err := os.ReadFile(at)
		found.files[name] = data
		if name != "SHA256SUMS" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var list strings.Builder
	for _, name := range names {
		fmt.Fprintf(&list, "%s  %s\n", sum(found.files[name]), name)
	}
	if list.String() != string(found.files["SHA256SUMS"]) {
		return nil, errors.New("the files are not those of SHA256SUMS")
	}
	return found, nil
}

// pairs gives the lines of two files beside each other.
func (b *bundle) pairs(name, proofs string, take func(line []byte, proof string) error) error {
	lines, beside := bytes.Split(b.files[name], []byte("\n")), strings.Split(string(b.files[proofs]), "\n")
	last := len(lines) - 1
	if len(lines) != len(beside) || len(lines[last]) > 0 || beside[last] != "" {
		return fmt.Errorf("%s has not a line for each line of %s", proofs, name)
	}
	for at := 0; at < last; at++ {
		if err := take(lines[at], beside[at]); err != nil {
			return err
		}
	}
	return nil
}

func (b *bundle) checkpoint() error {
	lines := strings.SplitN(string(b.files["checkpoint.txt"]), "\n", 4)
	if len(lines) < 4 {
		return errors.New("no checkpoint")
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	size, problem := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || problem != nil || len(root) != 32 || strconv.FormatInt(size, 10) != lines[1] {
		return errors.New("no checkpoint")
	}
	b.origin, b.size, b.root = lines[0], size, toHash(root)
	return nil
}

func (b *bundle) entries() error {
	latest := int64(-1)
	return b.pairs("entries.jsonl", "entries.proof", func(line []byte, proof string) error {
		said := entryProof.FindStringSubmatch(proof)
		var one entry
		if err := json.Unmarshal(line, &one); err != nil || said == nil {
			return errors.New("no entry, or no proof of one")
		}
		number, _ := strconv.ParseInt(said[1], 10, 64)
		if number != one.Number || number <= latest {
			return errors.New("entries out of order")
		}
		latest = number
		b.events[number] = one
		return tlog.CheckRecord(path(said[2]), b.size, b.root, number, tlog.RecordHash(line))
	})
}

func (b *bundle) proved() error {
	latest := ""
	return b.pairs("records.jsonl", "records.proof", func(line []byte, proof string) error {
		said, start := recordProof.FindStringSubmatch(proof), recordStart.FindSubmatch(line)
		if said == nil || start == nil {
			return errors.New("no record, or no proof of one")
		}
		which := key{string(start[1]), string(start[2])}
		if order := which.form + " " + which.owner; order <= latest {
			return errors.New("records out of order")
		} else {
			latest = order
		}
		number, _ := strconv.ParseInt(said[1], 10, 64)
		position, _ := strconv.ParseInt(said[2], 10, 64)
		event, here := b.events[number]
		if !here {
			return errors.New("the entry of a record is not here")
		}
		salt := unhex(said[3])
		hashed := sha256.Sum256(append(append([]byte{}, salt...), line...))
		leaf := append(append([]byte{}, salt...), hashed[:]...)
		leaf = append(leaf, fmt.Sprintf(`["%s","%s"]`, which.form, which.owner)...)
		leaf = append(leaf, unhex(strings.ReplaceAll(said[4], ",", ""))...)
		commitment := sha256.Sum256(leaf)
		root := toHash(unhex(event.Commitments.Root))
		err := tlog.CheckRecord(path(said[5]), event.Commitments.Size, root, position, tlog.RecordHash(commitment[:]))
		if err != nil {
			return fmt.Errorf("%s %s: %w", which.form, which.owner, err)
		}
		var parts []json.RawMessage
		var rows []row
		if json.Unmarshal(line, &parts) != nil || len(parts) != 3 || json.Unmarshal(parts[2], &rows) != nil {
			return errors.New("no record")
		}
		b.records[which] = rows
		return nil
	})
}

// column collects the texts in some column of all rows of a form.
func (b *bundle) column(form string, at int) map[string]bool {
	found := map[string]bool{}
	for which, rows := range b.records {
		if which.form != form {
			continue
		}
		for _, one := range rows {
			if text, is := one[at].(string); is {
				found[text] = true
			}
		}
	}
	return found
}

func (b *bundle) belonging() error {
	article := ""
	for which := range b.records {
		if which.form == "articles/1" || which.form == "removals/1" {
			if article != "" && article != which.owner {
				return errors.New("of several articles")
			}
			article = which.owner
		}
	}
	payloads := b.column("captures/1", 4)
	for one := range b.column("versions/1", 2) {
		payloads[one] = true
	}
	texts := b.column("versions/1", 3)
	naming := map[string][]int{"acts/1": {2, 4}, "candidates/1": {0, 1}, "captures/1": {1}, "relations/1": {1, 2},
		"resolutions/1": {1, 2}, "versions/1": {1}}
	for which, rows := range b.records {
		tied := owned.MatchString(which.form) && which.owner == article
		for _, one := range rows {
			for _, at := range naming[which.form] {
				tied = tied || one[at] == article
			}
		}
		switch which.form {
		case "attributions/1", "links/1", "passages/1":
			_, tied = b.records[key{"versions/1", which.owner}]
		case "evidence/1":
			_, tied = b.records[key{"relations/1", which.owner}]
		case "payloads/1", "parts/1":
			tied = payloads[which.owner]
		case "texts/1":
			tied = texts[which.owner]
		case "works/1":
			tied = b.column("articles/1", 12)[which.owner]
		case "compared/1":
			for _, one := range b.records[key{"articles/1", article}] {
				tied = fmt.Sprint(one[1]) == which.owner
			}
		}
		if !tied {
			return fmt.Errorf("%s %s is not of the article", which.form, which.owner)
		}
	}
	for one := range payloads {
		if _, here := b.records[key{"payloads/1", one}]; !here {
			return errors.New("a payload's record is missing")
		}
	}
	for one := range texts {
		if _, here := b.records[key{"texts/1", one}]; !here {
			return errors.New("a text's record is missing")
		}
	}
	return nil
}

func (b *bundle) contents() error {
	stated := map[string]bool{}
	for which, rows := range b.records {
		switch which.form {
		case "payloads/1":
			stated["payloads/"+which.owner+".bin"] = true
		case "texts/1":
			name := "texts/" + which.owner + ".txt"
			stated[name] = true
			if rows[0][1] != string(b.files[name]) {
				return errors.New("a text is not that of its record")
			}
		case "parts/1":
			for _, one := range rows {
				stated[fmt.Sprintf("parts/%s.bin", one[3])] = true
			}
		}
	}
	for name, data := range b.files {
		if folder := filepath.Dir(name); folder != "." {
			if !stated[name] || !strings.Contains(name, sum(data)) {
				return fmt.Errorf("%s is not as a record states", name)
			}
			delete(stated, name)
		}
	}
	if len(stated) > 0 {
		return errors.New("files are missing")
	}
	return nil
}

// signed checks what is signed in the log's own name, with keys that its entries tell of.
func (b *bundle) signed() error {
	if b.events[0].Origin != b.origin {
		return errors.New("another origin than in entry 0")
	}
	written := string(b.files["checkpoint.txt"])
	if strings.Count(written, "\n") == 3 && strings.HasSuffix(written, "\n") {
		return nil
	}
	var verifiers []note.Verifier
	for _, one := range b.events {
		if one.Event == "key" {
			verifier, err := note.NewVerifier(one.Vkey)
			if err != nil {
				return err
			}
			verifiers = append(verifiers, verifier)
		}
	}
	opened, err := note.Open([]byte(written), note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	for _, one := range opened.UnverifiedSigs {
		if one.Name == b.origin {
			return errors.New("signed in the log's name with another key")
		}
	}
	for _, one := range opened.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(one.Base64); err != nil {
			return err
		}
	}
	return nil
}

func check(folder string) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("%v", broken)
		}
	}()
	found, err := load(folder)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		found.checkpoint, found.entries, found.proved, found.belonging, found.contents, found.signed,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	folders := bufio.NewScanner(os.Stdin)
	for folders.Scan() {
		said := ""
		if err := check(folders.Text()); err != nil {
			said = strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(said)
	}
}
