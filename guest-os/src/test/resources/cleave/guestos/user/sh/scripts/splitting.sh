n() { echo "$#:"; for i in "$@"; do echo "  <$i>"; done; }
x=' a  b c '; n $x; n "$x"; n x$x; n ${x}x; n x${x}x
IFS=:; x='a:b::c:'; n $x; x=':a'; n $x; x='::'; n $x; x=':'; n $x; x=''; n $x
IFS=': '; x='a : b :: c '; n $x; x=' : a'; n $x; x='a: :b'; n $x
IFS='
'; x='a b
c d'; n $x
IFS=; x='a b c'; n $x
unset IFS; n $x
IFS=' 	
'
n $(echo a b; echo c) "$(echo a b; echo c)"
n $(printf 'a\n\n\n') "$(printf 'a\n\n\nb\n\n')"
n $((1+1))0 ; IFS=1; n $((10101)) ; unset IFS
y='a b'; z=$y; echo "$z"; n a$y$y"b c"
n '' "" $nothing "$nothing" ''$nothing
n ${nothing:-a b "c d"} "${nothing:-a b}"
IFS=,; set -- a b c; echo "$*"; x="$*"; echo $x; x=$*; echo "$x"; n $*
set -- 'a,b' 'c'; n $@ ; n "$@"; unset IFS
export A='p q'; n $A
x='*'; n "$x" | cat; n \*
x='a\b'; n $x "$x"
