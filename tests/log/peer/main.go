// A second opinion: what golang.org/x/mod/sumdb says of notes and proofs, one JSON object a line in and out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Op      string
	Note    string
	Key     string
	Text    string
	Proof   [][]byte
	Size    int64
	Root    []byte
	At      int64
	Hash    []byte
	Entries [][]byte
}

type answer struct {
	Error string
	Text  string
	Root  []byte
	Proof [][]byte
}

func hashes(proof [][]byte) []tlog.Hash {
	found := make([]tlog.Hash, len(proof))
	for at, one := range proof {
		copy(found[at][:], one)
	}
	return found
}

func hash(data []byte) (found tlog.Hash) {
	copy(found[:], data)
	return
}

// tree is the root of some entries, and the proof that one of them, or a beginning, is in it.
func tree(asked question) (told answer, err error) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	for at, entry := range asked.Entries {
		more, err := tlog.StoredHashes(int64(at), entry, read)
		if err != nil {
			return told, err
		}
		stored = append(stored, more...)
	}
	size := int64(len(asked.Entries))
	root, err := tlog.TreeHash(size, read)
	if err != nil {
		return told, err
	}
	told.Root = root[:]
	var proof []tlog.Hash
	if asked.Text == "inclusion" {
		proof, err = tlog.ProveRecord(size, asked.At, read)
	} else {
		proof, err = tlog.ProveTree(size, asked.At, read)
	}
	for _, one := range proof {
		told.Proof = append(told.Proof, append([]byte{}, one[:]...))
	}
	return told, err
}

// directory is a log published as C2SP has it; there tiles are always of height 8, which is left out of paths.
type directory string

func (d directory) Height() int { return 8 }

func (d directory) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (d directory) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		one, err := os.ReadFile(filepath.Join(string(d), path))
		if err != nil {
			return nil, err
		}
		data = append(data, one)
	}
	return data, nil
}

// published are all entries of a published log, each with its hash as the tree of the checkpoint has it.
func published(asked question) (told answer, err error) {
	note, err := os.ReadFile(filepath.Join(asked.Text, "checkpoint"))
	if err != nil {
		return told, err
	}
	lines := strings.Split(string(note), "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return told, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return told, err
	}
	read := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, directory(asked.Text))
	for at := int64(0); at < size; at++ {
		found, err := read.ReadHashes([]int64{tlog.StoredHashIndex(0, at)})
		if err != nil {
			return told, err
		}
		told.Proof = append(told.Proof, append([]byte{}, found[0][:]...))
	}
	return told, nil
}

func reply(asked question) (told answer, err error) {
	switch asked.Op {
	case "open":
		verifier, err := note.NewVerifier(asked.Key)
		if err != nil {
			return told, err
		}
		opened, err := note.Open([]byte(asked.Note), note.VerifierList(verifier))
		if err != nil {
			return told, err
		}
		told.Text = opened.Text
	case "sign":
		signer, err := note.NewSigner(asked.Key)
		if err != nil {
			return told, err
		}
		signed, err := note.Sign(&note.Note{Text: asked.Text}, signer)
		if err != nil {
			return told, err
		}
		told.Text = string(signed)
	case "inclusion":
		err = tlog.CheckRecord(hashes(asked.Proof), asked.Size, hash(asked.Root), asked.At, hash(asked.Hash))
	case "consistency":
		err = tlog.CheckTree(hashes(asked.Proof), asked.Size, hash(asked.Root), asked.At, hash(asked.Hash))
	case "tree":
		told, err = tree(asked)
	case "tiles":
		told, err = published(asked)
	default:
		err = fmt.Errorf("unknown question %q", asked.Op)
	}
	return told, err
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for decoder := json.NewDecoder(lines); ; {
		var asked question
		if decoder.Decode(&asked) != nil {
			return
		}
		told, err := reply(asked)
		if err != nil {
			told.Error = err.Error()
		}
		out.Encode(told)
	}
}
