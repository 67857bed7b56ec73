// Laid over the package's own folder by check.ts: answers each case as Go's parsers do.
package cgroup_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"internal/runtime/cgroup"
	"os"
	"strings"
	"testing"
)

type millraceCase struct {
	Kind, Text, Group string
	Version           int
}

func TestMillrace(t *testing.T) {
	raw, err := os.ReadFile(os.Getenv("MILLRACE_CASES"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []millraceCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	decode := func(text string) string {
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	encode := func(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
	results := make([]string, len(cases))
	for i, c := range cases {
		func() {
			// A mount point that ends in a backslash makes it panic.
			defer func() {
				if recover() != nil {
					results[i] = "fault"
				}
			}()
			text := decode(c.Text)
			var out [cgroup.PathSize]byte
			var scratch [cgroup.ParseSize]byte
			result := "fault"
			switch c.Kind {
			case "v1":
				if n, err := cgroup.ParseV1Number([]byte(text)); err == nil {
					result = fmt.Sprint(float64(n))
				}
			case "v2":
				if q, ok, err := cgroup.ParseV2Limit([]byte(text)); err == nil {
					result = "null"
					if ok {
						result = fmt.Sprint(q)
					}
				}
			case "cgroup":
				if n, v, err := cgroup.ParseCPUCgroup(0, reader(text), out[:], scratch[:]); err == nil {
					version := 2
					if v == cgroup.V1 {
						version = 1
					}
					result = fmt.Sprintf("%d %s", version, encode(out[:n]))
				}
			case "mount":
				version := cgroup.V2
				if c.Version == 1 {
					version = cgroup.V1
				}
				n := copy(out[:], decode(c.Group))
				if n, err := cgroup.ParseCPUMount(0, reader(text), out[:], out[:n], version, scratch[:]); err == nil {
					result = encode(out[:n])
				}
			case "escape":
				b := []byte(text)
				if n, err := cgroup.UnescapePath(b, b); err == nil {
					result = encode(b[:n])
				}
			}
			results[i] = result
		}()
	}
	encoded, _ := json.Marshal(results)
	if err := os.WriteFile(os.Getenv("MILLRACE_RESULTS"), encoded, 0o600); err != nil {
		t.Fatal(err)
	}
}

func reader(text string) func(fd int, b []byte) (int, uintptr) {
	r := strings.NewReader(text)
	return func(_ int, b []byte) (int, uintptr) {
		n, _ := r.Read(b)
		return n, 0
	}
}
