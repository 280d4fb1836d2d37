#!/bin/bash
# Installs what is missing and nothing else: setup/install.sh [run|test]. "run" takes the packages of setup/debian.txt without a mark, "test"
# all of them, and the npm packages of setup/package.json ("run" only those the build needs). A second run asks nobody anything.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-run}

fail() { # Vietnamese, English
	printf '\n%s\n%s\n\n' "$1" "$2" >&2
	exit 1
}

node_works() { command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]; }

missing_packages() {
	local name mark list=() installed
	while read -r name mark; do
		case "$name" in '' | '#'*) continue ;; nodejs | npm) [ -n "$node" ] && continue ;; esac
		if [ -z "$mark" ] || [ "$wanted" = test ]; then list+=("$name"); fi
	done <setup/debian.txt
	installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "${list[@]}" 2>/dev/null | sed -n 's/ ii *$//p' || true)
	comm -23 <(printf '%s\n' "${list[@]}" | sort -u) <(printf '%s\n' "$installed" | sort -u)
}

needs_root() { # PACKAGE...
	fail "Còn thiếu $# gói của Debian. Người có quyền root hãy chạy lệnh sau, rồi chạy lại:" "$# packages of Debian are missing. \
Somebody who is root should run this, then run again:

  apt-get update && apt-get install -y --no-install-recommends $*"
}

install_packages() {
	local as=()
	command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
		fail "Máy này không có apt-get. Chibo dựng trên Debian 12; hệ khác xin tự cài các gói trong setup/debian.txt." \
			"There is no apt-get here. Chibo is built on Debian 12; elsewhere, install what setup/debian.txt lists."
	if [ "$(id -u)" != 0 ]; then
		# Without a terminal sudo cannot ask for a password; with one it may still say no.
		if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then needs_root "$@"; fi
		as=(sudo)
	fi
	echo "setup: installing $*" >&2
	umask 022 # what packages write for everybody must not follow a narrow one
	"${as[@]}" apt-get update -q || fail "Không cập nhật được danh sách gói. Kiểm tra mạng rồi chạy lại." \
		"The package lists could not be fetched. Check the network and run again."
	"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" ||
		fail "Không cài được: $*. Xem dòng lỗi của apt-get ở trên." "Could not install: $*. See the lines of apt-get above."
}

install_npm() {
	local stamp=setup/node_modules/.chibo-$wanted key args=(ci --ignore-scripts --no-progress)
	key=$(cat setup/package.json setup/package-lock.json | sha256sum)
	if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$key" ]; then return; fi
	if [ "$wanted" = run ]; then
		[ "$(cat setup/node_modules/.chibo-test 2>/dev/null || true)" = "$key" ] && return
		args+=(--omit=dev)
	fi
	[ -w "${HOME:-/nowhere}" ] || export npm_config_cache=$PWD/.cache/npm
	echo "setup: npm ${args[*]}" >&2
	(cd setup && npm "${args[@]}" --loglevel=error) || fail "Không tải được các gói npm. Kiểm tra mạng rồi chạy lại." \
		"The npm packages could not be fetched. Check the network and run again."
	echo "$key" >"$stamp"
	if [ "$wanted" = test ]; then echo "$key" >setup/node_modules/.chibo-run; fi
}

node= # asked once: it takes a tenth of a second
if node_works; then node=yes; fi
mapfile -t missing < <(command -v dpkg-query >/dev/null && missing_packages || echo "gcc")
if [ ${#missing[@]} -gt 0 ] && [ -n "${missing[0]}" ]; then (install_packages "${missing[@]}"); fi
[ -n "$node" ] || node_works || fail "Cần Node.js 18 trở lên (gói nodejs và npm)." "Node.js 18 or newer is needed (packages nodejs and npm)."
install_npm
[ -e setup/node_modules/better-sqlite3/deps/sqlite3/sqlite3.c ] ||
	fail "Thiếu mã nguồn SQLite trong setup/node_modules. Xóa thư mục ấy rồi chạy lại." \
		"The SQLite source is missing in setup/node_modules. Remove that folder and run again."
