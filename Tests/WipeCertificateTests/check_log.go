// check_log DIR VKEY: checks a log that is not ours to judge, with golang.org/x/mod/sumdb: the head's signature, every tile against the head,
// the inclusion of every entry, the proofs in DIR/*.tlog-proof, and that each of some older trees is a beginning of it.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func need(err error, what string) {
	if err != nil {
		fmt.Println("REFUSED", what+":", err)
		os.Exit(1)
	}
}

// C2SP tlog-tiles has tiles of height 8 under tile/L/N; this package writes the height before the level.
type tiles struct{ dir string }

func (t tiles) Height() int                        { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.dir, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func head(text string) tlog.Tree {
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	need(err, "size")
	hash, err := tlog.ParseHash(lines[2])
	need(err, "root")
	return tlog.Tree{N: size, Hash: hash}
}

func entries(dir string, size int64) [][]byte {
	var all [][]byte
	for at := int64(0); at < size; at += 256 {
		width := size - at
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: -1, N: at / 256, W: int(width)}
		data, err := os.ReadFile(filepath.Join(dir, "tile/entries", strings.TrimPrefix(tile.Path(), "tile/8/data/")))
		need(err, "entries")
		for len(data) > 0 {
			length := int(data[0])<<8 | int(data[1])
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

func main() {
	dir := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	need(err, "key")
	trusted := note.VerifierList(verifier)
	data, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	need(err, "checkpoint")
	signed, err := note.Open(data, trusted)
	need(err, "note")
	tree := head(signed.Text)
	reader := tlog.TileHashReader(tree, tiles{dir})
	all := entries(dir, tree.N)
	if int64(len(all)) != tree.N {
		need(fmt.Errorf("%d entries instead of %d", len(all), tree.N), "entries")
	}
	for place, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(place), reader)
		need(err, "tiles")
		need(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(place), tlog.RecordHash(entry)), "entry "+strconv.Itoa(place))
	}
	for _, size := range []int64{1, 2, 100, 255, 256, 257, tree.N} {
		if size > tree.N {
			continue
		}
		old, err := tlog.TreeHash(size, reader)
		need(err, "older tree")
		proof, err := tlog.ProveTree(tree.N, size, reader)
		need(err, "older tree")
		need(tlog.CheckTree(proof, tree.N, tree.Hash, size, old), "older tree")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.tlog-proof"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		need(err, file)
		parts := strings.SplitN(string(data), "\n\n", 2)
		lines := strings.Split(parts[0], "\n")
		place, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		need(err, file)
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			raw, err := base64.StdEncoding.DecodeString(line)
			need(err, file)
			var hash tlog.Hash
			copy(hash[:], raw)
			proof = append(proof, hash)
		}
		signed, err := note.Open([]byte(parts[1]), trusted)
		need(err, file)
		tree := head(signed.Text)
		need(tlog.CheckRecord(proof, tree.N, tree.Hash, place, tlog.RecordHash(all[place])), file)
	}
	fmt.Println("OK", tree.N, "entries,", len(files), "proofs")
}
