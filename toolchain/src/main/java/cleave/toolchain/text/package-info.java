/** Words for people: sizes as they write them, and what they may have meant. */
package cleave.toolchain.text;
