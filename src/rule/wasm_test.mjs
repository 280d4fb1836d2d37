/* The WebAssembly build of the rules gives the native answers: node wasm_test.mjs RULE.wasm RUBRIC_TEST (the native test program). */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [wasm, native] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {});
const { memory, rubric_evaluate: evaluate, __heap_base: heap } = instance.exports;
const bytes = execFileSync(native, ["--vectors"], { maxBuffer: 1 << 26 });
const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const [count, ...sizes] = words.subarray(0, 4);
memory.grow(4);
const room = (heap.value + 15) & ~15;
let at = 4, wrong = 0;
for (let round = 0; round < count; round++) {
	const [rubric, input, result] = sizes.map((size) => words.subarray(at, (at += size)));
	const places = [room, room + rubric.byteLength, room + rubric.byteLength + input.byteLength];
	const view = (place, length) => new Uint32Array(memory.buffer, place, length);
	view(places[0], rubric.length).set(rubric);
	view(places[1], input.length).set(input);
	view(places[2], result.length).fill(0xffffffff);
	evaluate(...places);
	wrong += view(places[2], result.length).some((word, index) => word !== result[index]) ? 1 : 0;
}
console.log(`${count} rubrics, ${wrong} answered otherwise than natively`);
process.exit(count > 0 && wrong === 0 && at === words.length ? 0 : 1);
