/** Small programs that check the machine from inside, as the RISC-V test suites do. */
package cleave.tests.conformance;
