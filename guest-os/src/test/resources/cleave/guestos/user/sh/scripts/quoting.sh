echo 'single "double" $dollar `back` \n'
echo "double 'single' \$ \` \" \\ \x"
echo "a"'b'c\d"e f"
echo "" '' x
set -- "" '' a; echo $#
echo "line1
line2" 'l3
l4'
x='a  b'; echo $x "$x"
echo "$x"'$x'"$x"
echo \a\*\?\'\"
echo "$(echo "nested $(echo "deep 'q'")")"
echo "${x:-"a b"}" ${y:-'c  d'} "${y:-'c  d'}" "${y:-"c  d"}"
echo "${y-}" "${x+set}" "${y+set}"
echo "$"  $ "a$" "$ b"
echo a'
'b
echo "\\n" '\\n' "\'"
case "a*" in "a*") echo literal;; esac
case "axx" in "a*") echo wrong;; a"*") echo wrong;; a*) echo right;; esac
echo {a,b} }{ { a }
echo a=b ab=c=d
echo "$x"a$x"b"
echo ~root ~/x "~" a~ \~ | sed "s|$HOME|HOME|"
v=~/a:~/b; echo $v | sed "s|$HOME|H|g"
