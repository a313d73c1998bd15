true & wait; echo $?
(exit 3) & wait $!; echo $?
sleep 0.1 & p=$!; wait $p; echo $?
(exit 1) & a=$!; (exit 2) & b=$!; wait $a; echo $?; wait $b; echo $?
{ sleep 0.1; echo bg; } & wait; echo fg
sleep 5 & kill $!; wait $! 2>/dev/null; echo $?
sleep 5 & kill -9 $!; wait $! 2>/dev/null; echo $?
wait; echo $?
cat & wait; echo "stdin was null"
echo a | (cat; sleep 0.1) & wait; echo b
for i in 1 2 3; do (exit $i) & done; wait; echo all
true && (exit 4) & wait $!; echo $?
f() { return 6; }; f & wait $!; echo $?
(sleep 0.1; echo late) & echo early; wait
sh -c 'sleep 0.1 & exec true'; echo $?
! sleep 0 & wait $!; echo $?
i=0; while [ $i -lt 20 ]; do (exit $i) & i=$((i+1)); done; wait $!; echo $?
sleep 3 & jobs | sed 's/[[:space:]].*//;s/[-+]//'; kill %1; wait 2>/dev/null; echo killed
sh -c 'sleep 0.2; echo $?' & wait
