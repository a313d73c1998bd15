/** What processes cost, in the hart's own instructions and cycles, in the manner of lmbench. */
package cleave.guestos.user.bench;
