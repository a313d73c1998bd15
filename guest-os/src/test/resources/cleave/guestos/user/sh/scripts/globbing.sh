mkdir g; cd g
touch a b c ab abc .hidden x.c y.c z.h 'sp ace' '[x]'
mkdir d1 d2; touch d1/f d2/f d2/g
echo *
echo a* *.c ?? [abc] [!abc] [a-b]* .h* .[!.]*
echo */f d*/* */ d?/g
echo nomatch* 'a*' "a*" \a* a\*
x='*.c'; echo $x "$x"; y=$x; echo $y
echo '[x]' \[x] "["x]  [[]x]
echo "sp"* sp\ *
for f in *.c; do echo "file $f"; done
set -f; echo *; set +f
echo *.{c,h}
case x.c in *.c) echo c;; esac
echo $(echo '*.c')
echo "$(echo *.c)"
v='d*'; echo $v/f "$v"/f
echo /et[c] /e*c/passw[d] ../g/a
echo *[.]c [[:lower:]] [[:alpha:]]bc
cd ..; rm -r g
case abc in a[!x-z]c) echo in;; esac
case a-c in a[a-]c) echo dash;; esac
case 'a]c' in a[]]c) echo bracket;; esac
case 'a\c' in a\\c) echo back;; esac
case '' in '') echo empty;; esac
case ab in a) echo no;; ab|cd) echo alt;; esac
