// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `language`. */
export const language: readonly Reference[] = [
  {
    task: "language",
    size: 1,
    horizon: 150,
    batch: 8,
    fingerprint: "b94d4560accb65c7",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 38,
        setting: {
          scale: 20.52472203643738,
          decay: 0.000808277054457606,
          hyperparameters: {
            beta1: 0.10502128271537714,
            beta2: 0.9992337426427713,
          },
        },
        loss: 2.7644355800002813,
        deviation: 0.05782666540069245,
        edges: [],
      },
      {
        horizon: 75,
        setting: {
          scale: 25.962439055854965,
          decay: 0.0015468662327697163,
          hyperparameters: {
            beta1: 0.37567758883751023,
            beta2: 0.9992804896607678,
          },
        },
        loss: 2.4413645043969154,
        deviation: 0.025383774046357208,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 32.99027470648263,
          decay: 0.0009930117562917211,
          hyperparameters: {
            beta1: 0.5246242739776612,
            beta2: 0.9994240508151483,
          },
        },
        loss: 2.207402590662241,
        deviation: 0.038908694565826914,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 18.34253891980236,
          decay: 0.012483755901180496,
          hyperparameters: {
            beta1: 0.48111769414213545,
            beta2: 0.9989926353130846,
          },
        },
        loss: 1.9658472649753094,
        deviation: 0.02733569735293399,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 19.893704584414113,
          decay: 0.03559675514749947,
          hyperparameters: {
            beta1: 0.6651043061509705,
            beta2: 0.9990867039532206,
          },
        },
        loss: 1.7749598138034344,
        deviation: 0.03982018308295183,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 150,
        setting: {
          scale: 32.99027470648263,
          decay: 0.0009930117562917211,
          hyperparameters: {
            beta1: 0.5246242739776612,
            beta2: 0.9994240508151483,
          },
        },
        loss: 2.207402590662241,
        deviation: 0.038908694565826914,
        edges: [],
      },
      nadamw: {
        horizon: 150,
        setting: {
          scale: 29.99094955769857,
          decay: 0.00003375758154574656,
          hyperparameters: {
            beta1: 0.8141554682736261,
            beta2: 0.9987654072140866,
          },
        },
        loss: 2.23368136305362,
        deviation: 0.059569930384084716,
        edges: [],
      },
      lion: {
        horizon: 150,
        setting: {
          scale: 172.2759586617393,
          decay: 0.00068528773083257,
          hyperparameters: {
            beta1: 0.5097393775053601,
            beta2: 0.9932376481915901,
          },
        },
        loss: 2.303381284698844,
        deviation: 0.06243438584944117,
        edges: [],
      },
      nesterov: {
        horizon: 150,
        setting: {
          scale: 18.666576668820536,
          decay: 0.0030535955099767237,
          hyperparameters: {
            beta: 0.8364689582344571,
          },
        },
        loss: 2.2705572433769703,
        deviation: 0.019517233958192805,
        edges: [],
      },
      muon: {
        horizon: 150,
        setting: {
          scale: 8.928694152711124,
          decay: 0.01944590409490134,
          hyperparameters: {
            learning_rate: 0.0061147181627450664,
            momentum: 0.9662005032577519,
            adam_learning_rate: 0.027046898506969154,
            beta1: 0.9551026065284043,
            beta2: 0.9984560249850144,
          },
        },
        loss: 2.178776441141963,
        deviation: 0.028107916472203447,
        edges: [],
      },
    },
  },
  {
    task: "language",
    size: 1,
    horizon: 600,
    batch: 1,
    fingerprint: "3257e1c769de4947",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 150,
        setting: {
          scale: 32.84079757730038,
          decay: 0.0027537742391502314,
          hyperparameters: {
            beta1: 0.4336293744209345,
            beta2: 0.9995196497341005,
          },
        },
        loss: 2.8533547073602676,
        deviation: 0.1349006965635117,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 12.16079885211743,
          decay: 0.010123536185898853,
          hyperparameters: {
            beta1: 0.7039605962189245,
            beta2: 0.9995452156828234,
          },
        },
        loss: 2.6325941681861877,
        deviation: 0.07645420641893398,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 22.68122335245159,
          decay: 0.0005295601594743454,
          hyperparameters: {
            beta1: 0.7814314923543992,
            beta2: 0.9996147861929116,
          },
        },
        loss: 2.4448016565293074,
        deviation: 0.07433001533263547,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 8.154462702578897,
          decay: 0.0019075054513632902,
          hyperparameters: {
            beta1: 0.5519504282083669,
            beta2: 0.9984328943598502,
          },
        },
        loss: 2.166315005160868,
        deviation: 0.06363068316776777,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 12.188442784553796,
          decay: 0.0004672565164116901,
          hyperparameters: {
            beta1: 0.7740321342656127,
            beta2: 0.9983034888048261,
          },
        },
        loss: 1.9930250141769648,
        deviation: 0.09307181579587033,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 22.68122335245159,
          decay: 0.0005295601594743454,
          hyperparameters: {
            beta1: 0.7814314923543992,
            beta2: 0.9996147861929116,
          },
        },
        loss: 2.4448016565293074,
        deviation: 0.07433001533263547,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 13.040942198319629,
          decay: 0.00062227694279682,
          hyperparameters: {
            beta1: 0.7686713432990397,
            beta2: 0.9994261600147887,
          },
        },
        loss: 2.3707240158692002,
        deviation: 0.06896051946754647,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 95.78515198232783,
          decay: 0.0005557249914010314,
          hyperparameters: {
            beta1: 0.4968715790140267,
            beta2: 0.9881722995856909,
          },
        },
        loss: 2.4722655322402716,
        deviation: 0.1105783069586778,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 12.490657750390302,
          decay: 0.0002765001039240987,
          hyperparameters: {
            beta: 0.8997198557239713,
          },
        },
        loss: 2.2699978528544307,
        deviation: 0.06029209360878375,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 0.8238690330897372,
          decay: 0.00004545827527114745,
          hyperparameters: {
            learning_rate: 0.009347632510559192,
            momentum: 0.8569793548604724,
            adam_learning_rate: 0.05706716042200833,
            beta1: 0.806381847733364,
            beta2: 0.9991366694534217,
          },
        },
        loss: 2.2591502172872424,
        deviation: 0.07214113880964913,
        edges: [],
      },
    },
  },
  {
    task: "language",
    size: 10,
    horizon: 160,
    batch: 8,
    fingerprint: "c129e8cc9e28eff8",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 80,
        setting: {
          scale: 22.021502223960372,
          decay: 0.003247997053671746,
          hyperparameters: {
            beta1: 0.3149548418666158,
            beta2: 0.9995975391829098,
          },
        },
        loss: 3.121467884629965,
        deviation: 0.03691370942562981,
        edges: [],
      },
      {
        horizon: 160,
        setting: {
          scale: 14.147052383271165,
          decay: 0.014847380180191074,
          hyperparameters: {
            beta1: 0.3051682368161024,
            beta2: 0.9993629781429942,
          },
        },
        loss: 2.809994511306286,
        deviation: 0.03665696169261081,
        edges: [],
      },
      {
        horizon: 320,
        setting: {
          scale: 14.147052383271165,
          decay: 0.014847380180191074,
          hyperparameters: {
            beta1: 0.3051682368161024,
            beta2: 0.9993629781429942,
          },
        },
        loss: 2.419818252325058,
        deviation: 0.03175898364796947,
        edges: [],
      },
      {
        horizon: 640,
        setting: {
          scale: 18.012355317932506,
          decay: 0.0035208686957267105,
          hyperparameters: {
            beta1: 0.5868505617459115,
            beta2: 0.9996285786980054,
          },
        },
        loss: 2.0130197387188673,
        deviation: 0.06634334367122754,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 160,
        setting: {
          scale: 14.147052383271165,
          decay: 0.014847380180191074,
          hyperparameters: {
            beta1: 0.3051682368161024,
            beta2: 0.9993629781429942,
          },
        },
        loss: 2.809994511306286,
        deviation: 0.03665696169261081,
        edges: [],
      },
      nadamw: {
        horizon: 160,
        setting: {
          scale: 14.139796829423155,
          decay: 0.0005672956254502759,
          hyperparameters: {
            beta1: 0.5967910945422035,
            beta2: 0.9989460840123506,
          },
        },
        loss: 2.80504721775651,
        deviation: 0.03469790168811847,
        edges: [],
      },
      lion: {
        horizon: 160,
        setting: {
          scale: 85.35917475723738,
          decay: 0.0008656818194325224,
          hyperparameters: {
            beta1: 0.31853934778421655,
            beta2: 0.9959716987147367,
          },
        },
        loss: 2.9266539216041565,
        deviation: 0.030345395553241124,
        edges: [],
      },
      nesterov: {
        horizon: 160,
        setting: {
          scale: 34.56606705500398,
          decay: 0.0008502937565481162,
          hyperparameters: {
            beta: 0.7800603166399875,
          },
        },
        loss: 2.9156848303973675,
        deviation: 0.0185395666348718,
        edges: ["beta"],
      },
      muon: {
        horizon: 160,
        setting: {
          scale: 8.928694152711124,
          decay: 0.01944590409490134,
          hyperparameters: {
            learning_rate: 0.0061147181627450664,
            momentum: 0.9662005032577519,
            adam_learning_rate: 0.027046898506969154,
            beta1: 0.9551026065284043,
            beta2: 0.9984560249850144,
          },
        },
        loss: 2.7728882394731045,
        deviation: 0.040484169441879485,
        edges: [],
      },
    },
  },
  {
    task: "language",
    size: 100,
    horizon: 350,
    batch: 8,
    fingerprint: "418fc304fb53bb49",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 175,
        setting: {
          scale: 14.08295286317141,
          decay: 0.01808950578684305,
          hyperparameters: {
            beta1: 0.22884607869780305,
            beta2: 0.9993999175763106,
          },
        },
        loss: 2.748351462185383,
        deviation: 0.024977223415207937,
        edges: [],
      },
      {
        horizon: 350,
        setting: {
          scale: 14.147052383271165,
          decay: 0.014847380180191074,
          hyperparameters: {
            beta1: 0.3051682368161024,
            beta2: 0.9993629781429942,
          },
        },
        loss: 2.3890402913093567,
        deviation: 0.015258423566398966,
        edges: [],
      },
      {
        horizon: 700,
        setting: {
          scale: 15.518608135450306,
          decay: 0.004879839386187898,
          hyperparameters: {
            beta1: 0.5203559654442367,
            beta2: 0.9996430251827311,
          },
        },
        loss: 1.8156862519681454,
        deviation: 0.031173921769438836,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 350,
        setting: {
          scale: 14.147052383271165,
          decay: 0.014847380180191074,
          hyperparameters: {
            beta1: 0.3051682368161024,
            beta2: 0.9993629781429942,
          },
        },
        loss: 2.3890402913093567,
        deviation: 0.015258423566398966,
        edges: [],
      },
      nadamw: {
        horizon: 350,
        setting: {
          scale: 14.075730183840781,
          decay: 0.000018288887313948044,
          hyperparameters: {
            beta1: 0.7046884488735291,
            beta2: 0.9994439080074469,
          },
        },
        loss: 2.4465148895978928,
        deviation: 0.06574746102332701,
        edges: ["decay"],
      },
      lion: {
        horizon: 350,
        setting: {
          scale: 57.36798175326945,
          decay: 0.00018710609648758025,
          hyperparameters: {
            beta1: 0.5367822813471101,
            beta2: 0.9975066810005858,
          },
        },
        loss: 2.552675612270832,
        deviation: 0.03627194661339987,
        edges: [],
      },
      nesterov: {
        horizon: 350,
        setting: {
          scale: 50.72639268612048,
          decay: 0.00034259973579610565,
          hyperparameters: {
            beta: 0.756113590854857,
          },
        },
        loss: 2.3998638689517975,
        deviation: 0.0054417903454840825,
        edges: [],
      },
      muon: {
        horizon: 350,
        setting: {
          scale: 9.675744859530957,
          decay: 0.007204137741184995,
          hyperparameters: {
            learning_rate: 0.004222325473100374,
            momentum: 0.973603000732879,
            adam_learning_rate: 0.017364365099624128,
            beta1: 0.9676537780227711,
            beta2: 0.9990250739318021,
          },
        },
        loss: 2.1457756757736206,
        deviation: 0.018673645921509475,
        edges: ["scale"],
      },
    },
  },
];
