/// Tests of the simulators, over real HTTP.
package ajar.simulate;
