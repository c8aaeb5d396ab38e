// A small MCP server over streamable HTTP with one tool, echo. Codex reaches it itself; only the tool's name and its
// results travel through the gateway.
import http from 'node:http';

export class EchoMcpServer {
  calls = 0;
  #server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
    const message = JSON.parse(text);
    if (message.id === undefined) return response.writeHead(202).end();
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'session-1' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: this.#result(message) }));
  });

  #result({ method, params }) {
    switch (method) {
      case 'initialize':
        return { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } };
      case 'tools/list':
        return { tools: [{ name: 'echo', description: 'Says the text again', annotations: { readOnlyHint: true },
          inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }] };
      case 'tools/call':
        this.calls += 1;
        return { content: [{ type: 'text', text: `echo: ${params.arguments.text}` }] };
      default:
        return { resources: [], resourceTemplates: [], prompts: [] };
    }
  }

  async listen() {
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}/mcp`;
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(resolve));
  }
}
