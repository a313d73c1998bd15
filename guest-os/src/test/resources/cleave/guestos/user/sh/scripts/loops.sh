for i in a b "c d"; do echo "<$i>"; done
for i in; do echo never; done; echo $?
for i
do echo never; done
i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done
until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i
while false; do :; done; echo $?
for i in 1 2 3 4 5; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; echo never; done
for i in 1 2; do for j in a b; do [ $i$j = 1b ] && break 2; echo $i$j; done; done; echo $?
while :; do break; done; echo $?
for i in 1; do false; done; echo $?
for i in 1 2; do break 5; done; echo out
for i in 1 2; do (break); echo $i; done 2>/dev/null
for x in 1 2 3; do echo $x; done | while read y; do echo "got $y"; done
while read a b; do echo "$b-$a"; done <<X
one two
three four five
X
for i in $(echo 1 2 3); do echo -n "$i "; done; echo
i=5; for i in x; do :; done; echo $i
if false; then echo a; elif true; then echo b; else echo c; fi
if false; then echo a; elif false; then echo b; else echo c; fi
if false; then echo a; fi; echo $?
if true; false; then echo a; else echo $?; fi
if (exit 3); then :; else echo $?; fi
case $(echo xyz) in a) ;; x*z) echo m;; *) echo other;; esac
case a in b) echo b;; esac; echo $?
case a in a) ;; esac; echo $?
case a in (a) echo paren;; esac
case "$x" in
  1) echo 1 ;;
  3)
    echo three
    ;;
  *) echo star
esac
f=x; case $f in "$f") echo same; esac
while read l; do case $l in '#'*) continue;; esac; echo $l; done <<'X'
# no
yes
X
for i in 1 2 3
do
  if [ $i = 2 ]
  then
    continue
  fi
  echo line $i
done > out; cat out; rm out
while true; do while true; do break 2; done; done; echo deep
