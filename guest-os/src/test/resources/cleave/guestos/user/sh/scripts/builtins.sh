echo -n no newline; echo; echo 'a\tb\\c\101' "\060" '\0101x'
echo 'stop\chere'; echo; echo -e x
printf '%s %d %x %o %c|%5s|%-5s|%05d\n' str 42 255 8 char ab cd 7
printf '%s-' a b c; echo; printf 'none\n' x y; printf '%d %s\n' 1 a 2
printf '%b' 'a\tb\n'; printf '\101\n'; printf '%%\n'; printf '%.2s|\n' abcdef; printf '%*d|\n' 5 3
printf '%d\n' "'A" 0x10 010; printf '%s\n'; printf '%d\n' abc 2>/dev/null; echo $?
printf "%s\n" "a b" 'c'
test a = a; echo $?; test a = b; echo $?; test; echo $?; test x; echo $?; test ''; echo $?
[ 1 -lt 2 -a 2 -lt 3 ]; echo $?; [ 1 -gt 2 -o 2 -lt 3 ]; echo $?; [ ! a = b ]; echo $?
[ -d / ]; echo $?; [ -f /etc/passwd ]; echo $?; [ -e /nosuch ]; echo $?; [ -n "" ]; echo $?; [ -z "" ]; echo $?
[ '(' a = a ')' ]; echo $?; [ ! ]; echo $?; [ = ]; echo $?; [ -n ]; echo $?; [ ! -n x ]; echo $?
[ a = a 2>/dev/null; echo $?
[ 1 -eq x ] 2>/dev/null; echo $?; [ -t 99 ]; echo $?
[ / -ef /. ]; echo $?; [ a '<' b ]; echo $?; [ b '>' a ]; echo $?; [ a != b ]; echo $?
touch t1; [ -s t1 ]; echo $?; echo x > t1; [ -s t1 ]; echo $?; [ -r t1 -a -w t1 ]; echo $?; [ -x t1 ]; echo $?; rm t1
cd /; pwd; cd /usr/../etc; pwd; cd -; cd /nosuch 2>/dev/null; echo $?; echo $PWD $OLDPWD
cd usr; cd ..; pwd; HOME=/tmp; cd; pwd; cd -P /; pwd
read a b c <<X
1 2 3 4
X
echo "$a|$b|$c"
printf 'a\\b c\n' | { read x y; echo "$x|$y"; }
printf 'a\\b c\n' | { read -r x y; echo "$x|$y"; }
printf 'no newline' | { read x; echo "$? $x"; }
printf 'a:b:c\n' | { IFS=: read x y; echo "$x|$y"; }
printf ' a : b : c : \n' | { IFS=' :' read x y; echo "$x|$y|"; }
printf 'a:b:\n' | { IFS=: read x y; echo "$x|$y|"; }
printf 'a:b\n' | { IFS=: read x y z; echo "$x|$y|$z|"; }
printf 'one\ntwo\n' | { read x; read y; echo $y $x; cat; }
printf 'cont\\\ninued\n' | { read x; echo "$x"; }
printf 'l1\nl2\n' | { read x; cat; }
read x < /dev/null; echo $?
eval 'echo evaled; x=3'; echo $x; eval; echo $?; eval false; echo $?; eval "echo a" "b"
cd $START; echo 'echo dotted $1; dv=7; return 4; echo no' > d.sh; . ./d.sh; echo $? $dv; rm d.sh
type cd : ls | sed 's/ is .*builtin/ builtin/;s,/.*,path,'; command -v cd; command -v if; command -v nosuch; echo $?
command echo via command; command -V if
umask 022; umask; umask -S; umask g-x; umask; umask 077; umask; umask u=rwx,go=; umask
ulimit -n | grep -q '^[0-9]' && echo limit; ulimit -c 0; ulimit -c
export E1=v E2; env | grep '^E[12]'; E2=w; env | grep '^E2'; export -p | grep E1
unset E1; env | grep E1; echo $?; readonly R1=x; readonly -p | grep R1
set -- -a -b arg -c; while getopts ab:c o; do echo "$o $OPTARG"; done; echo $OPTIND
OPTIND=1; set -- -abx -c -- y; while getopts ab:c o; do echo "$o [$OPTARG]"; done; shift $((OPTIND-1)); echo $*
OPTIND=1; set -- -z -b; while getopts :ab: o; do echo "$o [$OPTARG]"; done
OPTIND=1; set -- -z; getopts ab o 2>/dev/null; echo $? $o; getopts a o; echo $? $o
true; echo $?; false; echo $?; : a b; echo $?
alias ll='echo aliased'
ll x; alias ll; unalias ll; ll 2>/dev/null; echo $?
alias a1='a2 x' a2='echo y'
a1 z; alias e='echo '; e a2; alias echo='echo q'
echo r; unalias -a; echo s
set -- a b c; shift 2; echo $1; (shift 5) 2>/dev/null; echo $?
set | grep '^x='
kill -l 9; kill -l 143
(exit); echo $?; (exit 256); echo $?; (false; exit); echo $?
hash -r; hash ls; hash | sed 's,.*/,,'
times | wc -l
x=1 y=2; unset x y; echo ${x-u}${y-u}
sh -c 'echo $0 $1 $#' name a b; sh -c 'exit 9'; echo $?
sh -c 'kill $$'; echo $?; sh -c 'kill -9 $$'; echo $?
