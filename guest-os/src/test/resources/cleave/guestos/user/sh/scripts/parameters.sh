unset u; e=; s=set
echo ${u-d} ${e-d} ${s-d} . ${u:-d} ${e:-d} ${s:-d}
echo ${u+d} ${e+d} ${s+d} . ${u:+d} ${e:+d} ${s:+d}
echo ${u=1} $u; unset u; echo ${u:=2} $u; echo ${e:=3} $e
echo ${#s} ${#u} ${#nothing} ${#}
(echo ${zz?message}; echo no) 2>/dev/null; echo $?
(e=; echo ${e:?}; echo no) 2>/dev/null; echo $?
(: ${s:?}; echo fine)
v=path/to/file.tar.gz
echo ${v#*/} ${v##*/} ${v%.*} ${v%%.*} ${v#nothing} ${v%nothing}
echo "${v#*/}" "${v%.*}" "${v##*.}"
p='*'; echo "${v#$p}" "${v##$p}" "${v#"$p"}"
x='a*b'; echo "${x#a\*}" "${x%'*b'}" "${x#*"*"}"
set -- one two 'three four' ''
echo $# "$1" "$2" "$3" "$4" "[$5]"
for i in "$@"; do echo "<$i>"; done
for i in "$*"; do echo "<$i>"; done
for i in $@; do echo "<$i>"; done
for i in $*; do echo "<$i>"; done
for i; do echo "[$i]"; done
IFS=:; echo "$*"; echo $*; IFS=; echo "$*"; unset IFS; echo "$*"
set -- "pre $@ post"; echo $#; set -- a b; set -- "pre $@ post"; echo "$#: $1 | $2"
set --; echo "none: $#"; for i in "$@"; do echo never; done
set -- "$@" x; echo $#
set -- 1 2 3 4 5 6 7 8 9 10 11 12; echo $1 ${10} ${12} $10
shift; echo $1 $#; shift 3; echo $1 $#
echo ${1:-none} ${20:-none} ${@:-none}
a=1; b=a; eval echo \$$b
echo ${s}text $s-text ${s}_x "$s_x"
long=$(echo aaaaaaaaaaaaaaaaaaaa); echo ${long#a} ${long##a*a} ${long%%a} ${#long}
echo ${u:-${v##*/}} ${nope:-$(echo sub)} ${nope:-`echo back`} ${nope:-$((1+2))}
echo "${nope:-a b   c}" ${nope:-a b   c}
echo ${nope:-"a   b"} ${nope:-a\ \ b}
readonly r=5; echo $r
(r=6) 2>/dev/null; echo $?
(unset r) 2>/dev/null; echo $?
echo "${s:+"quoted  $s"}" ${s:+un  $s}
x=abcabc; echo ${x%b*} ${x%%b*} ${x#*b} ${x##*b} ${x#?} ${x%[bc]} ${x%%[!a]*}
echo "$#" $? $- | tr -d hs
