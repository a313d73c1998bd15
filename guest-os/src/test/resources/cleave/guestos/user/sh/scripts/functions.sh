f() { echo "f: $1 $#"; return 3; }
f a b; echo $?
g() (x=sub; echo $x; exit 7)
x=main; g; echo $? $x
h() { x=changed; }; h; echo $x
r() { [ $1 -le 1 ] && { echo 1; return; }; echo $(( $1 * $(r $(( $1 - 1 ))) )); }
r 6
f() { echo new; }; f
k() { set -- x y z; echo $#; }; set -- 1; k; echo $# $1
l() { local v=in; echo $v; v=in2; echo $v; }; v=out; l; echo $v
m() { for i in "$@"; do [ "$i" = stop ] && return 5; echo $i; done; }; m a stop b; echo $?
unset -f f; f 2>/dev/null; echo $?
n() { echo to-out; echo to-err >&2; } 2>/dev/null; n
o() { return; }; false; o; echo $?
p() if true; then echo compound; fi; p
q() { q2() { echo inner; }; }; q; q2
s() { echo $0 | sed 's/.*/name/'; }; s
t() { unset -f t; echo gone; }; t; t 2>/dev/null; echo $?
u() { cat; }; echo piped | u; u <<X
doc
X
v1=1; w() { echo $v1; v1=2; }; v1=9 w; 
x() { return 300; }; x; echo $?
y() { while :; do return 4; done; }; y; echo $?
z() { exit 6; }; (z); echo $?
count() { [ $1 -eq 0 ] && return 0; count $(($1 - 1)); }; count 200; echo $?
echo() { command echo "my $*"; }; echo hi; unset -f echo; echo hi
true() { false; }; true; echo $?; unset -f true
a() { b; }; b() { command echo b; }; a
