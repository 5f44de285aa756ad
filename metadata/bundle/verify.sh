#!/bin/sh
# Checks the evidence bundle that was unpacked into this folder, without the archive and its program.
#
#   sh verify.sh [CHECKPOINT]
#
# CHECKPOINT is one of the archive's that you kept yourself. Needs a POSIX shell, GNU coreutils and, where the
# checkpoint is signed, OpenSSL 3. Ends with 0 if all holds, 1 if not, 2 if it could not look. Prints nothing
# of what it reads but digits, hashes and names that have letters, digits and ./_- only.
#
# Who alters a bundle may alter this script in it: better run one that you have from the project. The formats
# are those of docs/proofs.md and docs/log-format.md there.

set -uf
LC_ALL=C
export LC_ALL
unset CDPATH
failures=0
safe='*[!A-Za-z0-9./_-]*'

holds() { printf 'holds        %s\n' "$1"; }
fails() { printf 'FAILS        %s\n' "$1"; failures=$((failures + 1)); }
unproven() { printf 'not covered  %s\n' "$1"; }
# Tells what holds if nothing failed since the number of failures was $1.
unless() { [ "$failures" -ne "$1" ] || holds "$2"; }
# The last word, with the end of the script.
verdict() {
  if [ "$failures" -eq 0 ]; then
    printf 'all of this holds: unchanged since it was logged, if the checkpoint is the true one\n'
    exit 0
  fi
  printf 'failures: %s; this is not as the archive logged it\n' "$failures"
  exit 1
}
stop() { printf 'verify.sh: %s\n' "$1" >&2; exit 2; }

[ $# -le 1 ] || stop 'give one checkpoint at most'
[ -f SHA256SUMS ] || stop 'no SHA256SUMS here; run this in the folder into which the bundle was unpacked'
[ $# -eq 0 ] || [ -f "$1" ] || stop 'no such file: the checkpoint that you kept'
kept=${1-}
work=$(mktemp -d) || stop 'no room for temporary files'
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# Foreign words: what is no number or hash is never computed with.
number() { case $1 in '' | *[!0-9]* | 0?* | ????????????????*) return 1 ;; esac; }
hex() { [ ${#1} -eq "$2" ] && case $1 in *[!0-9a-f]*) return 1 ;; esac; }
shown() { printf '%s' "$1" | tr -c 'A-Za-z0-9./_-' '?'; }
of() { sha256sum < "$1" | cut -c 1-64; }
# Whether a file has exactly the lines that were read of it.
read_whole() { [ "$(of "$1")" = "$(of "$2")" ] || fails "$1: not lines as a bundle has them"; }

# The bytes of hex digits, some times four of them, as printf's format; $octal is the answer.
octal() {
  octal=
  digits=$1
  while [ -n "$digits" ]; do
    more=${digits#????}
    two=$((0x${digits%"$more"}))
    octal=$octal\\$((two >> 14))$((two >> 11 & 7))$((two >> 8 & 7))\\$((two >> 6 & 3))$((two >> 3 & 7))$((two & 7))
    digits=$more
  done
}
# Bytes of hex digits, a line each for files of $1 bytes: $work/n0000000 and on.
files() { tr -d '\n' | tr a-f A-F | basenc --base16 -d | split -b "$1" -d -a 7 - "$work/n"; }
# A number of seven digits, so that names and lines come in order.
padded() { padded=$((1000000 + $1)); }
# The SHA-256 of the files $work/$1*, a line each, in the order of their names. The files go.
hashes() {
  set +f
  (cd "$work" && sha256sum "$1"[0-9]* | cut -c 1-64 && rm -f "$1"[0-9]*)
  set -f
}

# Climbs from leaves to roots, as RFC 9162 has it in 2.1.3.2, all a level at a time. Takes lines
# "TAG INDEX LAST HASH NODE..." in $work/climbing, gives lines "TAG ROOT" in $work/tops, in the order of tags.
climb() {
  : > "$work/top"
  while [ -s "$work/climbing" ]; do
    nodes=0
    while read -r tag at last hash node rest; do
      # At the right edge a node goes up alone until it is a right child.
      while [ "$at" -eq "$last" ] && [ "$at" -gt 0 ] && [ $((at % 2)) -eq 0 ]; do
        at=$((at / 2)) last=$((last / 2))
      done
      if [ -z "$node" ] || [ "$last" -eq 0 ] || ! hex "$node" 64; then
        # Nothing may be left over: neither hashes nor levels.
        [ -z "$node" ] && [ "$last" -eq 0 ] || hash=none
        printf '%s %s\n' "$tag" "$hash" >&3
        continue
      fi
      if [ $((at % 2)) -eq 1 ]; then pair=$node$hash; else pair=$hash$node; fi
      printf '01%s\n' "$pair" >&6
      nodes=$((nodes + 1))
      printf '%s\n' "$tag $((at / 2)) $((last / 2))" >&4
      printf '%s\n' "$rest" >&5
    done < "$work/climbing" 3>> "$work/top" 4> "$work/heads" 5> "$work/tails" 6> "$work/pairs"
    : > "$work/climbing"
    [ $nodes -eq 0 ] || {
      files 65 < "$work/pairs"
      hashes n | paste -d ' ' "$work/heads" - "$work/tails" > "$work/climbing"
    }
  done
  sort "$work/top" > "$work/tops"
}

# --- The files: those that a bundle has, as they are listed.

before=$failures
set +f
for file in * .[!.]* ..?* payloads/* payloads/.[!.]* parts/* parts/.[!.]* texts/* texts/.[!.]*; do
  [ -e "$file" ] || [ -L "$file" ] || continue
  kind=file
  case $file in
    payloads | parts | texts) kind=folder ;;
    SHA256SUMS | checkpoint.txt | entries.jsonl | entries.proof | records.jsonl | records.proof) ;;
    index.html | verify.sh) ;;
    payloads/*.bin | parts/*.bin) name=${file#*/} && hex "${name%.bin}" 64 || kind=strange ;;
    texts/*.txt) name=${file#*/} && hex "${name%.txt}" 64 || kind=strange ;;
    timestamp-[1-9]*.tsr) name=${file#timestamp-} && number "${name%.tsr}" || kind=strange ;;
    *) kind=strange ;;
  esac
  [ ! -L "$file" ] || kind=strange
  case $kind in
    file) [ -f "$file" ] || kind=strange ;;
    folder) [ -d "$file" ] || kind=strange ;;
  esac
  [ $kind != strange ] || fails "$(shown "$file"): no file of a bundle"
  [ $kind != file ] || [ "$file" = SHA256SUMS ] || printf '%s\n' "$file" >&3
done 3> "$work/names"
set -f
for file in checkpoint.txt entries.jsonl entries.proof records.jsonl records.proof index.html verify.sh; do
  [ -f $file ] && [ ! -L $file ] || { fails "$file: not here; without it this is no bundle" && failed=$file; }
done
[ -z "${failed-}" ] || verdict
sort "$work/names" > "$work/sorted"
# Names of ours only, without spaces.
sha256sum -- $(cat "$work/sorted") > "$work/sums"
sort "$work/sums" > "$work/found"
sort SHA256SUMS > "$work/listed"
comm -23 "$work/found" "$work/listed" > "$work/altered"
while read -r _ file; do fails "$file: not as SHA256SUMS has it"; done < "$work/altered"
[ "$failures" -ne "$before" ] || [ "$(of "$work/sums")" = "$(of SHA256SUMS)" ] ||
  fails 'SHA256SUMS: lists files that are not here, or is altered'
unless "$before" "files: $(wc -l < "$work/sums"), all as SHA256SUMS has them"

# --- The checkpoint: its lines, and the signatures after an empty one.

lines=0 part=text origin='' size='' root=''
while IFS= read -r line; do
  printf '%s\n' "$line" >&3
  if [ $part = signatures ]; then
    printf '%s\n' "$line" >&5
  elif [ -z "$line" ]; then
    part=signatures
  else
    printf '%s\n' "$line" >&4
    lines=$((lines + 1))
    case $lines in 1) origin=$line ;; 2) size=$line ;; 3) root=$line ;; esac
  fi
done < checkpoint.txt 3> "$work/read" 4> "$work/text" 5> "$work/signatures"
read_whole checkpoint.txt "$work/read"
printf '%s' "$root" | base64 -d > "$work/root" 2> "$work/said"
roothex=$(od -An -v -tx1 < "$work/root" | tr -d ' \n')
case $origin in '' | $safe) origin='' ;; esac
[ -n "$origin" ] && number "$size" && hex "$roothex" 64 && [ "$(base64 -w 0 < "$work/root")" = "$root" ] ||
  { fails 'checkpoint.txt: no checkpoint' && verdict; }
[ $part = text ] || [ -s "$work/signatures" ] || fails 'checkpoint.txt: no signature after its empty line'

# --- Entries: what each commits to, and where it stands in the log.

# What entry N commits to is kept in the variables root_N and size_N, which are made of hex and digits only.
entries=0 latest=-1 named=no before=$failures
: > "$work/keys"
while IFS= read -r entry <&3 && IFS= read -r proof <&4; do
  printf '%s\n' "$entry" >&5
  printf '%s\n' "$proof" >&6
  set -- $proof
  at=${1-}
  number "$at" && [ "$at" -gt "$latest" ] && [ "$at" -lt "$size" ] && [ "$*" = "$proof" ] ||
    { fails 'entries.proof: a line that is no proof, or not in order' && break; }
  latest=$at
  # What stands between quotation marks has none itself but behind \, so that these words are no foreign ones.
  case $entry in *',"number":'"$at"[,}]*) ;; *) fails "entry $at: numbered otherwise in itself" ;; esac
  count=${entry#*',"commitments":{"root":"'} && commits=${count%%'"'*}
  count=${count#"$commits"'","size":'} && count=${count%%'}'*}
  hex "$commits" 64 && number "$count" || { fails "entry $at: no entry of a log" && break; }
  eval "root_$at=$commits size_$at=$count"
  case $at:$entry in 0:*',"origin":"'"$origin"'"'[,}]*) named=yes ;; esac
  case $entry in *',"event":"key",'*',"vkey":"'"$origin"+????????+*'"}')
    key=${entry##*',"vkey":"'"$origin"+} && key=${key%'"}'}
    printf '%s\n' "$at ${key%%+*} ${key#*+}" >&7 ;;
  esac
  padded $entries
  printf '\000%s' "$entry" > "$work/e$padded"
  shift
  printf '%s\n' "$padded $at $((size - 1))" >&8
  printf '%s\n' "$*" >&9
  entries=$((entries + 1))
done 3< entries.jsonl 4< entries.proof 5> "$work/read" 6> "$work/proofs" 7> "$work/keys" \
  8> "$work/heads" 9> "$work/tails"
read_whole entries.jsonl "$work/read"
read_whole entries.proof "$work/proofs"
if [ $entries -gt 0 ]; then
  hashes e | paste -d ' ' "$work/heads" - "$work/tails" > "$work/climbing"
  cut -d ' ' -f 2 "$work/heads" > "$work/numbers"
  climb
  paste -d ' ' "$work/numbers" "$work/tops" > "$work/ends"
  while read -r at _ top; do
    [ "$top" = "$roothex" ] || fails "entry $at: its proof does not lead to the root in checkpoint.txt"
  done < "$work/ends"
fi
unless "$before" "entries: $entries, all in the log of $size entries"
if [ $named = yes ]; then
  holds "the log: $origin, as its first entry says"
else
  fails "checkpoint.txt: of the log $origin, which is not the name in entry 0"
fi

# --- Records: which article they are of, and what entries commit to.

article=''
while IFS= read -r record; do
  case $record in '["articles/1","'* | '["removals/1","'*) ;; *) continue ;; esac
  owner=${record#*',"'} && owner=${owner%%'"'*}
  [ -z "$article" ] || [ "$article" = "$owner" ] || fails 'records.jsonl: of several articles'
  article=$owner
done < records.jsonl
case $article in '' | $safe) fails 'records.jsonl: of no article' && verdict ;; esac

# Words "KIND:OWNER": what records need another one to name, what they name, and payloads and texts that are here.
records=0 needed=' ' named=' ' here=' ' own=''
# Looks at what ties $record, of $form and $owner, to the article; false where nothing does.
belongs() {
  case $form in
    addresses/1 | assertions/1 | claims/1 | collection_articles/1 | decisions/1 | removals/1 | stub_titles/1)
      [ "$owner" = "$article" ] ;;
    articles/1)
      own=$record
      rest=${record#"$head"'[["'"$article"'",'} && name=${rest%%,*} && number "$name" || return 1
      named="${named}number:$name "
      [ "$owner" = "$article" ] ;;
    acts/1 | candidates/1 | resolutions/1)
      case $record in *'"'"$article"'"'*) ;; *) return 1 ;; esac ;;
    attributions/1 | links/1 | passages/1) needed="${needed}version:$owner " ;;
    compared/1) needed="${needed}number:$owner " ;;
    evidence/1) needed="${needed}relation:$owner " ;;
    works/1) case $own in *',"'"$owner"'",'*) ;; *) return 1 ;; esac ;;
    payloads/1)
      needed="${needed}payload:$owner " here="${here}payload:$owner "
      printf '%s\n' "payloads/$owner.bin" >&7 ;;
    texts/1)
      needed="${needed}text:$owner " here="${here}text:$owner "
      printf '%s\n' "texts/$owner.txt" >&7 ;;
    parts/1)
      needed="${needed}payload:$owner "
      # A row: payload, name, rule, SHA-256, size, codec, the hash of what is stored.
      rest=$record
      while case $rest in *',"zstd",{"sha256":"'*) ;; *) false ;; esac; do
        name=${rest%%',"zstd",{"sha256":"'*} && name=${name%'",'*} && name=${name##*'"'}
        hex "$name" 64 || return 1
        printf '%s\n' "parts/$name.bin" >&7
        rest=${rest#*',"zstd",{"sha256":"'}
      done ;;
    captures/1)
      rest=${record#"$head"'[["'"$owner"'","'"$article"'",null,"'}
      [ "$rest" != "$record" ] || return 1
      # Behind the outcome stands a payload, or null.
      rest=${rest#*'"'}
      case $rest in ',null,'*) return 0 ;; esac
      name=${rest#',"'} && name=${name%%'"'*} && hex "$name" 64 || return 1
      named="${named}payload:$name " ;;
    versions/1)
      rest=${record#"$head"'[["'"$owner"'","'"$article"'","'}
      [ "$rest" != "$record" ] || return 1
      name=${rest%%'"'*} && rest=${rest#*'","'} && rest=${rest%%'"'*}
      hex "$name" 64 && hex "$rest" 64 || return 1
      named="${named}version:$owner payload:$name text:$rest " ;;
    relations/1)
      rest=${record#"$head"'[["'"$owner"'","'}
      named="${named}relation:$owner "
      case $rest in "$article"'","'* | ????????????????'","'"$article"'",'*) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
}

before=$failures
while IFS= read -r record <&3 && IFS= read -r proof <&4; do
  printf '%s\n' "$record" >&5
  printf '%s\n' "$proof" >&6
  form=${record#'["'} && form=${form%%'"'*}
  owner=${record#'["'"$form"'","'} && owner=${owner%%'"'*}
  head='["'$form'","'$owner'",'
  case $form$owner in *[!A-Za-z0-9./_-]*) form='' ;; esac
  case $record in "$head["*) ;; *) form='' ;; esac
  set -- $proof
  [ -n "$form" ] && [ $# -ge 4 ] && [ "$*" = "$proof" ] && number "$1" && number "$2" && hex "$3" 32 ||
    { fails 'records.jsonl or records.proof: a line that is no record, or no proof' && break; }
  belongs || fails "the record $form $owner: nothing ties it to the article $article"
  event=$1 position=$2 salt=$3 marks=$4
  shift 4
  eval "root=\${root_$event-} count=\${size_$event-}"
  [ -n "$root" ] || { fails "entry $event: not here, which $form $owner leads to" && break; }
  [ "$position" -lt "$count" ] || { fails "the record $form $owner: its event has no such place" && break; }
  padded $records
  octal "$salt"
  { printf "$octal" && printf '%s' "$record"; } > "$work/r$padded"
  printf '%s\n' "$form $owner" >&8
  printf '%s\n' "$padded $position $((count - 1)) $salt $root $marks $form $owner $*" >&9
  records=$((records + 1))
done 3< records.jsonl 4< records.proof 5> "$work/read" 6> "$work/proofs" 7> "$work/stated" \
  8> "$work/order" 9> "$work/lines"
read_whole records.jsonl "$work/read"
read_whole records.proof "$work/proofs"
sort -cu "$work/order" 2> "$work/said" || fails 'records.jsonl: not in the order of forms and owners, each once'
for need in $needed; do
  case $named in *" $need "*) ;; *) fails "the record of ${need%%:*} ${need#*:}: nothing ties it to the article" ;; esac
done
for name in $named; do
  case $name in payload:* | text:*)
    case $here in *" $name "*) ;; *) fails "the record of $name: not here, though others name it" ;; esac ;;
  esac
done
unless "$before" "records: $records, all of the article $article"

before=$failures
if [ $records -gt 0 ]; then
  # Leaves: salt, hash of salt and record, form and owner, marks.
  hashes r | paste -d ' ' - "$work/lines" > "$work/hashed"
  while read -r hash padded _ _ salt _ marks form owner _; do
    octal "$salt$hash"
    {
      printf "$octal"
      printf '%s' '["'"$form"'","'"$owner"'"]'
      IFS=,
      set -- $marks
      [ "$*" = "$marks" ] || set -- none
      unset IFS
      for mark; do
        hex "$mark" 12 || { fails "the record $form $owner: its marks are none" >&3 && break; }
        octal "$mark"
        printf "$octal"
      done
    } > "$work/l$padded"
  done < "$work/hashed" 3>&1
  hashes l > "$work/leaves"
  while read -r leaf; do printf '00%s\n' "$leaf"; done < "$work/leaves" | files 33
  cut -d ' ' -f 1-3 "$work/lines" > "$work/heads"
  cut -d ' ' -f 9- "$work/lines" > "$work/tails"
  hashes n | paste -d ' ' "$work/heads" - "$work/tails" > "$work/climbing"
  climb
  cut -d ' ' -f 5,7,8 "$work/lines" | paste -d ' ' - "$work/tops" > "$work/ends"
  while read -r root form owner _ top; do
    [ "$top" = "$root" ] || fails "the record $form $owner: its proof does not lead to its event"
  done < "$work/ends"
fi
unless "$before" "records: $records, all committed to by entries of the log"

# --- Payloads, parts, texts: named by their SHA-256, and told of by records.

before=$failures contents=0
: > "$work/contents"
while read -r sum file; do
  case $file in payloads/* | parts/* | texts/*) ;; *) continue ;; esac
  contents=$((contents + 1))
  printf '%s\n' "$file" >&3
  name=${file#*/}
  [ "${name%.*}" = "$sum" ] || fails "$file: has another SHA-256"
done < "$work/sums" 3> "$work/contents"
sort -u "$work/stated" > "$work/sorted"
comm -3 "$work/sorted" "$work/contents" > "$work/apart"
while read -r file; do fails "$(shown "$file"): not here, or no record tells of it"; done < "$work/apart"
unless "$before" "payloads, parts and texts: $contents, all as their records state"

# --- Who signed the checkpoint.

own=0
while IFS= read -r line; do
  set -- $line
  name=${2-} signature=${3-}
  [ $# -eq 3 ] && [ "— $name $signature" = "$line" ] || { fails 'checkpoint.txt: no signature' && continue; }
  if [ "$name" != "$origin" ]; then
    unproven "checkpoint.txt: the signature of $(shown "$name"); ask them for their key"
    continue
  fi
  own=$((own + 1)) verified=''
  printf '%s' "$signature" | base64 -d > "$work/signature" 2> "$work/said"
  # The id of the key, and the signature.
  id=$(head -c 4 "$work/signature" | od -An -v -tx1 | tr -d ' \n')
  tail -c +5 "$work/signature" > "$work/bytes"
  while read -r at known key; do
    [ "$known" = "$id" ] || continue
    verified=no
    # An Ed25519 key in DER (RFC 8410) is these bytes and 32 more; in the log one stands behind its kind.
    { octal 302a300506032b6570032100 && printf "$octal" && printf '%s' "$key" | base64 -d | tail -c +2; } \
      > "$work/key" 2> "$work/said"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" \
      -sigfile "$work/bytes" > "$work/said" 2>&1 &&
      [ "$(base64 -w 0 < "$work/signature")" = "$signature" ] && verified=$at
  done < "$work/keys"
  case $verified in
    '') fails 'checkpoint.txt: signed with a key that no entry here tells of' ;;
    no) fails 'checkpoint.txt: its signature is not by the key that its log tells of, or there is no OpenSSL 3' ;;
    *) holds "checkpoint.txt: signed with the key that entry $verified tells of" ;;
  esac
done < "$work/signatures"
[ $own -gt 0 ] || unproven 'checkpoint.txt: not signed by the archive; compare it with a copy of your own'

# --- The checkpoint that the reader kept.

if [ -z "$kept" ]; then
  unproven 'no checkpoint of your own was compared'
else
  if [ "$(head -n 3 < "$kept")" = "$(head -n 3 < checkpoint.txt)" ]; then
    holds 'checkpoint.txt: the one that you kept'
  elif [ "$(head -n 1 < "$kept")" = "$origin" ] && [ "$(head -n 2 < "$kept" | tail -n 1)" != "$size" ]; then
    fails 'checkpoint.txt: of another size than yours; ask for a bundle made with `ingest prove --checkpoint` and yours'
  else
    fails 'checkpoint.txt: not the one that you kept; this is another log, or one written anew'
  fi
fi

while read -r _ file; do
  case $file in timestamp-*) unproven "$file: check it with openssl ts -verify, as the page says" ;; esac
done < "$work/sums"
unproven 'index.html: a summary for people; believe the records'
unproven 'verify.sh: whoever alters a bundle may alter it too; run your own'
verdict
