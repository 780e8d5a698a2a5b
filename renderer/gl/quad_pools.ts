/**
 * Meshes of one program, taken anew each frame in order and hidden when not needed: pixi's scene then changes as little as possible.
 * Each mesh has its own small group of uniforms; what all share is in groups that only change with the view or the theme.
 */
import { Container, Mesh, Shader, UniformGroup, type Geometry, type GlProgram } from 'pixi.js';

type Resources = Record<string, unknown>;

export interface PooledMesh {
  readonly mesh: Mesh<Geometry, Shader>;
  /** The mesh's own uniforms, by name. */
  readonly own: Record<string, Float32Array>;
}

export class MeshPool {
  readonly container = new Container();
  readonly #program: GlProgram;
  readonly #shared: Resources;
  readonly #own: Readonly<Record<string, number>>;
  readonly #geometry: Geometry;
  readonly #meshes: PooledMesh[] = [];
  #used = 0;

  /** `own`: names of the mesh's uniforms with their number of floats (2 or 4). `geometry` stands in until one is set. */
  constructor(program: GlProgram, shared: Resources, own: Readonly<Record<string, number>>, geometry: Geometry) {
    this.#program = program;
    this.#shared = shared;
    this.#own = own;
    this.#geometry = geometry;
  }

  begin(): void {
    this.#used = 0;
  }

  take(): PooledMesh {
    let pooled = this.#meshes[this.#used];
    if (pooled === undefined) {
      pooled = this.#make();
      this.#meshes.push(pooled);
    }
    this.#used++;
    pooled.mesh.visible = true;
    return pooled;
  }

  end(): void {
    for (let i = this.#used; i < this.#meshes.length; i++) this.#meshes[i].mesh.visible = false;
  }

  get used(): number {
    return this.#used;
  }

  /** Meshes that show a geometry which is about to go. */
  release(geometry: Geometry): void {
    for (const { mesh } of this.#meshes) if (mesh.geometry === geometry) mesh.geometry = this.#geometry;
  }

  #make(): PooledMesh {
    const own: Record<string, Float32Array> = {};
    const structure: Record<string, { value: Float32Array; type: 'vec2<f32>' | 'vec4<f32>' }> = {};
    for (const [name, floats] of Object.entries(this.#own)) {
      own[name] = new Float32Array(floats);
      structure[name] = { value: own[name], type: floats === 2 ? 'vec2<f32>' : 'vec4<f32>' };
    }
    const shader = new Shader({ glProgram: this.#program, resources: { ...this.#shared, own: new UniformGroup(structure) } });
    const mesh = new Mesh({ geometry: this.#geometry, shader });
    this.container.addChild(mesh);
    return { mesh, own };
  }
}
