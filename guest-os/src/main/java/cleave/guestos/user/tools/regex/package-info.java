/** POSIX regular expressions, basic and extended (XBD chapter 9), for grep, sed and expr. */
package cleave.guestos.user.tools.regex;
