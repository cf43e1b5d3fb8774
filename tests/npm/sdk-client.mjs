// A client made with the TypeScript SDK, which lists, calls, follows progress and cancels: node sdk-client.mjs http URL | stdio PROGRAM ARGS…
// Prints one JSON object. Run in artifacts/npm, where its packages are.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.cwd()}/`);
const load = path => import(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/${path}`)));
const { Client } = await load('client/index.js');
const { StreamableHTTPClientTransport } = await load('client/streamableHttp.js');
const { StdioClientTransport } = await load('client/stdio.js');
const { PromptListChangedNotificationSchema } = await load('types.js');

const [kind, ...rest] = process.argv.slice(2);
const transport = kind === 'http'
  ? new StreamableHTTPClientTransport(new URL(rest[0]))
  : new StdioClientTransport({ command: rest[0], args: rest.slice(1), env: process.env, stderr: 'inherit' });
const client = new Client({ name: 'tests', version: '1' });
await client.connect(transport);

// The fixture test_wait says so when it has ended, however it did.
const ended = new Promise(resolve => client.setNotificationHandler(PromptListChangedNotificationSchema, resolve));

const tools = (await client.listTools()).tools.map(tool => tool.name);
const text = (await client.callTool({ name: 'test_simple_text', arguments: {} })).content[0].text;
const ran = (await client.callTool({ name: 'start_process', arguments: { command: 'echo from a client', working_directory: process.cwd(), wait: { for: 'exit' } } })).structuredContent;
const progress = [];
await client.callTool({ name: 'test_tool_with_progress', arguments: {} }, undefined, { onprogress: report => progress.push(report.progress) });

const cancel = new AbortController();
const waiting = client.callTool({ name: 'test_wait', arguments: {} }, undefined, { signal: cancel.signal, onprogress: () => cancel.abort() });
const cancelled = await waiting.then(() => false, () => true);
await ended;

console.log(JSON.stringify({ server: client.getServerVersion().name, tools, text, ran, progress, cancelled }));
await client.close();
