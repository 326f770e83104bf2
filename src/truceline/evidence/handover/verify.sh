#!/bin/sh
# Checks a bundle: sh verify.sh 'name+hash+key'. Needs openssl (3), sha256sum, awk, od.
# The rules are in VERIFY.txt. Prints "good" and ends with 0, or "BAD: why" and ends with 1.
set -u
LC_ALL=C
export LC_ALL
bad() { echo "BAD: $*"; exit 1; }
[ $# -eq 1 ] || { echo "usage: sh verify.sh 'name+hash+key'"; exit 2; }
KEY=$1
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT

hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
b64() { openssl base64 -d -A; }
# Base64 in any but its one form is refused: decoded and encoded again it must read the same.
plain64() { [ "$(printf '%s' "$1" | b64 2>/dev/null | openssl base64 -A)" = "$1" ]; }
number() {
    case $1 in 0) return 0 ;; '' | 0* | *[!0-9]*) return 1 ;; esac
    [ ${#1} -le 18 ]
}

# 1. Every file is listed once, with its digest, and no other file is there.
[ -f SHA256SUMS ] || bad "there is no SHA256SUMS"
[ "$(tr -d '\012\040-\176' <SHA256SUMS | wc -c)" -eq 0 ] && [ -z "$(tail -c 1 SHA256SUMS)" ] ||
    bad "SHA256SUMS cannot be read"
awk '!/^[0-9a-f][0-9a-f]*  [A-Za-z0-9@_.:\/-]+$/ || length($1) != 64 { exit 1 }' SHA256SUMS ||
    bad "SHA256SUMS cannot be read"
find . ! -type d | sed 's|^\./||' | grep -v '^SHA256SUMS$' | sort >"$T/there"
sed 's/^.\{66\}//' SHA256SUMS | sort >"$T/listed"
cmp -s "$T/there" "$T/listed" || bad "the files are not those that SHA256SUMS lists"
[ -z "$(find . -type l)" ] || bad "there is a link among the files"
sha256sum -c --quiet --strict SHA256SUMS >/dev/null 2>&1 || bad "a file is not what SHA256SUMS says"
for needed in checkpoint keys.txt VERIFY.txt verify.sh verify.py; do
    [ -f $needed ] || bad "there is no $needed"
done
awk '!/^(checkpoint|keys\.txt|VERIFY\.txt|verify\.sh|verify\.py|entries\/(0|[1-9][0-9]*)\.json|proofs\/(0|[1-9][0-9]*)\.tlog-proof|disclosed\/(0|[1-9][0-9]*)\.[A-Za-z0-9@_][A-Za-z0-9_.:-]*\.bin|documents\/[0-9a-f]+|stamps\/[A-Za-z0-9_-]+\.tsr)$/ { exit 1 }' \
    "$T/listed" || bad "there is a file that does not belong into a bundle"

# 2. The checkpoint is signed by the key that was given.
NAME=${KEY%%+*}
REST=${KEY#*+}
ID=${REST%%+*}
PUBLIC=${REST#*+}
[ -n "$NAME" ] && [ "$REST" != "$KEY" ] && plain64 "$PUBLIC" || bad "the key cannot be read"
printf '%s' "$PUBLIC" | b64 >"$T/key"
case $(hex "$T/key") in 01*) ;; *) bad "the key is of another kind" ;; esac
[ "$(wc -c <"$T/key")" -eq 33 ] || bad "the key is of another kind"
[ "$({ printf '%s\n' "$NAME"; cat "$T/key"; } | openssl dgst -sha256 -r | cut -c1-8)" = "$ID" ] ||
    bad "the key was mistyped"
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32 "$T/key"; } >"$T/key.der"
awk 'NR <= 3 { if ($0 == "") exit 1 } NR == 4 { if ($0 != "") exit 1 }
    NR > 4 { if ($0 !~ /^\342\200\224 [!-*,-~]+ [A-Za-z0-9+\/=]+$/) exit 1 }
    END { if (NR < 5 || NR > 68) exit 1 }' checkpoint || bad "the checkpoint cannot be read"
[ "$(tr -cd '\000-\011\013-\037' <checkpoint | wc -c)" -eq 0 ] || bad "the checkpoint cannot be read"
[ -z "$(tail -c 1 checkpoint)" ] || bad "the checkpoint cannot be read"
head -n 3 checkpoint >"$T/text"
ORIGIN=$(sed -n 1p checkpoint)
SIZE=$(sed -n 2p checkpoint)
ROOT=$(sed -n 3p checkpoint)
[ "$ORIGIN" = "$NAME" ] || bad "the checkpoint is of $ORIGIN, and the key of $NAME"
number "$SIZE" && plain64 "$ROOT" || bad "the checkpoint cannot be read"
signed=no
sed '1,4d' checkpoint >"$T/lines"
while read -r _ name signature; do
    plain64 "$signature" || bad "the checkpoint cannot be read"
    printf '%s' "$signature" | b64 >"$T/raw"
    [ "$(wc -c <"$T/raw")" -ge 5 ] || bad "the checkpoint cannot be read"
    [ "$name" = "$NAME" ] && [ "$(head -c 4 "$T/raw" | od -An -v -tx1 | tr -d ' \n')" = "$ID" ] || continue
    tail -c +5 "$T/raw" >"$T/signature"
    [ "$(wc -c <"$T/signature")" -eq 64 ] || bad "the signature is false"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$T/key.der" -rawin -in "$T/text" \
        -sigfile "$T/signature" >/dev/null 2>&1 || bad "the signature is false"
    signed=yes
done <"$T/lines"
[ $signed = yes ] || bad "the key did not sign the checkpoint"

# 3. Each entry stands in the tree of that root.
printf '%s' "$ROOT" | b64 >"$T/root"
[ "$(wc -c <"$T/root")" -eq 32 ] || bad "the checkpoint cannot be read"
parent() { { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary >"$T/up" && mv "$T/up" "$T/node"; }
entries=0
for entry in entries/*; do
    [ -f "$entry" ] || break
    index=${entry#entries/}
    index=${index%.json}
    number "$index" && [ "$index" -lt "$SIZE" ] || bad "entry $index is not in the tree"
    proof=proofs/$index.tlog-proof
    [ -f "$proof" ] || bad "entry $index has no proof"
    [ "$(sed -n 1p "$proof")" = "c2sp.org/tlog-proof@v1" ] || bad "the proof of $index cannot be read"
    [ "$(sed -n 2p "$proof")" = "index $index" ] || bad "the proof of $index is of another entry"
    gap=$(awk '$0 == "" { print NR; exit }' "$proof")
    [ -n "$gap" ] && [ "$gap" -le 66 ] || bad "the proof of $index cannot be read"
    [ "$(head -n "$gap" "$proof" | tr -d '\012\040-\176' | wc -c)" -eq 0 ] || bad "the proof of $index cannot be read"
    tail -n "+$((gap + 1))" "$proof" | cmp -s - checkpoint || bad "the proof of $index is of another checkpoint"
    { printf '\000'; cat "$entry"; } | openssl dgst -sha256 -binary >"$T/node"
    at=$index
    last=$((SIZE - 1))
    sed -n "3,$((gap - 1))p" "$proof" >"$T/steps"
    [ "$gap" -gt 3 ] || : >"$T/steps"
    while IFS= read -r step; do
        plain64 "$step" || bad "the proof of $index cannot be read"
        printf '%s' "$step" | b64 >"$T/step"
        [ "$(wc -c <"$T/step")" -eq 32 ] || bad "the proof of $index cannot be read"
        [ "$last" -gt 0 ] || bad "the proof of $index is too long"
        if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
            parent "$T/step" "$T/node"
            while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)) last=$((last / 2)); done
        else
            parent "$T/node" "$T/step"
        fi
        at=$((at / 2)) last=$((last / 2))
    done <"$T/steps"
    [ "$last" -eq 0 ] && cmp -s "$T/node" "$T/root" || bad "entry $index does not stand in the tree"
    entries=$((entries + 1))
done
[ "$(grep -c '^proofs/' "$T/listed")" -eq "$entries" ] || bad "there is a proof without an entry"
[ "$entries" -gt 0 ] || bad "there is no entry"

# 4. Each disclosed value is the one that its entry commits to, at its own field.
: >"$T/digests"
values=0
for file in disclosed/*; do
    [ -f "$file" ] || break
    name=${file#disclosed/}
    index=${name%%.*}
    field=${name#*.}
    field=${field%.bin}
    entry=entries/$index.json
    [ -f "$entry" ] || bad "$file is of an entry that is not here"
    said=$(awk -v field="$field" '{
        at = index($0, "\"fields\":{"); if (!at) exit
        rest = substr($0, at + 10); fields = "," substr(rest, 1, index(rest, "}") - 1)
        key = ",\"" field "\":\""; at = index(fields, key)
        if (at) print substr(fields, at + length(key), 64)
        exit }' "$entry")
    rec=$(awk '{ at = index($0, ",\"rec\":\""); if (at) print substr($0, at + 8, 32); exit }' "$entry")
    [ "$(sha256sum <"$file" | cut -c1-64)" = "$said" ] || bad "$file is not what entry $index commits to"
    all=$(hex "$file")
    fieldhex=$(printf '%s' "$field" | od -An -v -tx1 | tr -d ' \n')
    size=$(printf '%08x' "${#field}")
    start=74727563656c696e652d6669656c642d76310000000010$rec$size${fieldhex}00000020
    case $all in "$start"*) ;; *) bad "$file is of another field" ;; esac
    tail=${all#"$start"}
    [ ${#tail} -ge 72 ] || bad "$file cannot be read"
    length=$(printf '%s' "$tail" | cut -c65-72)
    [ "$length" = "$(printf '%08x' $(((${#tail} - 72) / 2)))" ] || bad "$file cannot be read"
    [ "$field" != digest ] || tail -c "$(((${#tail} - 72) / 2))" "$file" >>"$T/digests"
    echo >>"$T/digests"
    values=$((values + 1))
done

# 5. Each document is one that a disclosed digest names.
documents=0
for file in documents/*; do
    [ -f "$file" ] || break
    digest=${file#documents/}
    [ "$(sha256sum <"$file" | cut -c1-64)" = "$digest" ] || bad "$file has another digest"
    grep -qx "\"sha256:$digest\"" "$T/digests" || bad "no disclosed value names $file"
    documents=$((documents + 1))
done
echo "$ORIGIN: $entries of $SIZE entries, $values values, $documents documents"
echo "good"
