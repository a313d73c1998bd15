package cleave.benchmarks.compare;

/**
 * One process, in seconds.
 *
 * @param wall from its start to its end, or to the first prompt
 * @param cpu of all its threads in user and system mode, until then
 * @param instructions that Cleave counted, which others execute too; 0 for others
 * @param said what the guest printed
 */
record Sample(double wall, double cpu, long instructions, String said) {
}
