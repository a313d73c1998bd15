(set -e; false; echo no); echo $?
(set -e; if false; then :; fi; false || true; ! true; echo yes)
(set -e; false && true; echo still)
(set -e; f() { false; echo no; }; f; echo no); echo $?
(set -e; f() { false; echo in; }; f || echo tested)
(set -e; (false); echo no); echo $?
(set -e; x=$(false); echo no); echo $?
(set -e; echo $(false); echo yes)
(set -e; false | true; echo yes; true | false; echo no); echo $?
(set -e; while false; do :; done; until true; do :; done; echo yes)
(set -e; { false; echo no; }; echo no); echo $?
(set -e; eval false; echo no); echo $?
(set -e; for i in 1; do false; done; echo no); echo $?
(set -e; case a in a) false;; esac; echo no); echo $?
(set -u; echo $nope; echo no) 2>/dev/null; echo $?
(set -u; echo ${nope-fine} ${nope:-fine} "$@" $*; echo ok)
(set -u; echo ${#nope}) 2>/dev/null; echo $?
(set -f; echo /e*; set +f; echo /et[c])
(set -x; echo traced; x=1; for i in a; do :; done) 2>&1
(PS4='> '; set -x; echo a b) 2>&1
(set -n; echo no)
(set -a; AA=1; env | grep ^AA)
set -- -x; echo $1; set - a b; echo $#
set -o errexit; set +o errexit; (set -o nounset; echo $nn) 2>/dev/null; echo $?
case $- in *e*) echo e;; *) echo none;; esac
sh -ec 'false; echo no'; echo $?
sh -uc 'echo $nope' 2>/dev/null; echo $?
echo 'echo $1 $0' > s.sh; sh s.sh arg; rm s.sh
echo 'echo from stdin $1' | sh -s arg
