echo one > f; cat f; echo two >> f; cat f; cat < f
echo err >&2 2>/dev/null
{ echo out; echo err >&2; } > f 2>&1; cat f
{ echo out; echo err >&2; } 2>&1 > f | sed s/^/p:/; cat f
echo x 3>f >&3; cat f
exec 4> f; echo four >&4; exec 4>&-; cat f
exec 5< f; read v <&5; echo "v=$v"; exec 5<&-
(echo a; echo b) > f; while read x; do echo "r $x"; done < f
cat < nosuch 2>/dev/null; echo $?
echo x > /nosuch/dir 2>/dev/null; echo $?
set -C; echo new > g; echo again > g 2>/dev/null; echo $?; echo clob >| g; cat g; set +C; echo > /dev/null
rm g; if true; then echo in; fi > f; cat f
for i in 1 2; do echo $i; done >> f; cat f
echo a >f b; cat f
> f; cat f; echo $?
< f; echo $?
read x y <<E
  first   second third  
E
echo "[$x] [$y]"
cat <<E; cat <<'F'
expand $((1+1)) $x \$x \\ "q" 'q' `echo bt` $(echo cs)
E
raw $x \$x `no`
F
cat <<-E
	tabs
		gone
	E
cat <<E | tr a-z A-Z
pipe
E
cat <<"E"
$x
E
cat <<E\F
$y
EF
cat <<A <<B
first
A
second
B
f() { cat <<E
in function $1
E
}; f arg
cat <<E
line \
joined
${x:-"quoted"} ${nope:-a b}
E
cat 0<<E
zero
E
echo 2>&1 x; echo 2 > f; cat f
exec 3>&1; echo three >&3; (echo sub >&3) | cat; exec 3>&-
echo bad >&9 2>/dev/null; echo $?
{ echo rw; } 1<>f; cat f
ls nosuch > f 2>&1; [ -s f ] && echo nonempty
exec 6>&1 > f; echo hidden; exec 1>&6 6>&-; echo seen; cat f
rm f
cat <<E
$(cat <<I
inner
I
)
E
echo $(cat <<I
in subst
I
)
x=$(i=0; while [ $i -lt 300 ]; do echo "a line of a long document, number $i"; i=$((i+1)); done)
cat <<E | wc -c
$x
E
cat <<E
unterminated
