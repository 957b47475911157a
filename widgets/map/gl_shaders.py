"""The programs of the graphics card: smooth discs, and one picture laid over another. OpenGL 3.3 core."""

from __future__ import annotations

DISC_VERTEX = """
#version 330 core
in vec3 in_start;          // where the point comes from, and where it goes
in vec3 in_goal;
in vec4 in_color;          // blue, green, red, crowding: 0xDDRRGGBB as it lies in memory
in float in_level;

uniform float share;       // of the way from start to goal
uniform vec3 middle;       // the place in the middle of the screen, and what float32 loses of it
uniform vec3 middle_rest;
uniform mat3 turn;         // rows: right, up, toward the eye
uniform float scale;
uniform float bend;        // 0 on a flat map
uniform float half_depth;
uniform bool solid;
uniform int slab;          // the layer that is drawn, the farthest 0; -1 draws all
uniform vec2 origin;       // the pixel of the middle, y downwards
uniform vec2 size;         // of the picture, and the pixels around it in which points are still drawn
uniform float margin;
uniform vec4 radii[4];     // of the 16 levels
uniform float least;       // the smallest and the largest radius in space
uniform float most;
uniform float largest;     // that the driver draws
uniform float growth;      // how much larger because others are missed
uniform vec4 opacities[64];
uniform vec2 strengths;    // of what is farthest, and of what is in the middle
uniform vec3 tint;
uniform float tint_share;

out vec4 color;            // premultiplied
out float radius;
out float side;

const float NEAREST = 0.05;
const int N_SLABS = 8;

void main() {
    vec3 place = (in_start + share * (in_goal - in_start) - middle) - middle_rest;
    vec3 seen = (turn * place) * scale;
    float away = 1.0 - bend * seen.z;
    int layer = int(clamp((seen.z / half_depth + 1.0) * 0.5 * float(N_SLABS), 0.0, float(N_SLABS - 1)));
    if (away < NEAREST || (slab >= 0 && layer != slab)) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        gl_PointSize = 1.0;
        return;
    }
    int level = int(in_level * 255.0 + 0.5), crowding = int(in_color.a * 255.0 + 0.5);
    float plain = radii[level / 4][level % 4];
    radius = min(growth * (solid ? clamp(plain / away, least, most) : plain), largest);
    float opacity = opacities[crowding / 4][crowding % 4];
    if (solid) opacity *= clamp(strengths.y + (1.0 - strengths.y) * seen.z / half_depth, strengths.x, 1.0);
    color = vec4(mix(in_color.bgr, tint, tint_share) * opacity, opacity);
    // The viewport is larger than the picture by the margin, so that discs at its edge are not lost with their middle.
    vec2 pixel = origin + vec2(seen.x, -seen.y) / away;
    vec2 part = (pixel + margin) / (size + 2.0 * margin);
    gl_Position = vec4(part.x * 2.0 - 1.0, 1.0 - part.y * 2.0, 0.0, 1.0);
    side = 2.0 * ceil(radius + 1.0);
    gl_PointSize = side;
}
"""

DISC_FRAGMENT = """
#version 330 core
in vec4 color;
in float radius;
in float side;
out vec4 pixel;

void main() {
    float distance = length((gl_PointCoord - 0.5) * side);
    pixel = color * clamp(radius + 0.5 - distance, 0.0, 1.0);
}
"""

LAID_VERTEX = """
#version 330 core
out vec2 at;

void main() {
    at = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
    gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
"""

LAID_FRAGMENT = """
#version 330 core
uniform sampler2D picture;
in vec2 at;
out vec4 pixel;

void main() {
    pixel = texture(picture, at);
}
"""
